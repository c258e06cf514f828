package heed.store.internal.prospects;

import heed.model.prospect.EmailAddress;
import heed.model.suppression.FreedAddresses;
import heed.model.suppression.SuppressedDomain;
import heed.store.internal.accounts.AddressAliases;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlSession;
import heed.store.internal.suppression.SuppressionQueries;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** The addresses of prospects in domains that were removed from the suppression list. Reads all addresses in pages. */
final class DomainAddresses {
    private static final int PAGE_SIZE = 10_000;

    private final SqlSession session;
    private final AccountKey account;
    private final AddressAliases aliases;

    DomainAddresses(SqlSession session, AccountKey account) {
        this.session = session;
        this.account = account;
        this.aliases = AddressAliases.load(session, account);
    }

    /**
     * Returns freed addresses and those of the domains that nothing suppresses any more.
     *
     * @param freed addresses that the transaction has freed by their own removal
     */
    FreedAddresses findFreed(Collection<SuppressedDomain> removed, Set<EmailAddress> freed) {
        FreedAddresses all = FreedAddresses.of(freed);
        String last = "";
        List<EmailAddress> page;
        do {
            page = removed.isEmpty()
                    ? List.of()
                    : session.query(
                            "SELECT DISTINCT email FROM prospect WHERE account = ? AND email > ? ORDER BY email LIMIT ?",
                            row -> new EmailAddress(row.text(1)),
                            account.id(),
                            last,
                            PAGE_SIZE);
            List<EmailAddress> covered = new ArrayList<>();
            for (EmailAddress address : page) {
                last = address.value();
                if (!freed.contains(address)
                        && !Collections.disjoint(
                                SuppressedDomain.covering(address.domain(), aliases.matching()), removed)) {
                    covered.add(address);
                }
            }
            covered.removeAll(SuppressionQueries.findOldest(session, account, aliases, covered)
                    .keySet());
            all = all.plus(covered);
        } while (page.size() == PAGE_SIZE);
        return all;
    }
}
