package heed.store.internal.prospects;

import heed.model.fact.FieldAssertion;
import heed.model.fact.Provenance;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import heed.store.internal.accounts.AddressAliases;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlSession;
import heed.store.internal.suppression.ListedAddresses;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Opts out whoever read a mail. The person is the mail's prospect. While that prospect has the mail's address, its opt-out
 * covers both. Once it has another, or the mail was a one-off without a prospect, the one who asked reads mail at the old
 * address and may be the prospect, or whoever has the address now: all of them are opted out, because a person who is not
 * mailed is put right by a word, and one who is mailed against their word is not. An address that no prospect has any more
 * is put on the suppression list itself.
 */
public final class RecipientOptOuts {
    private final SqlSession session;
    private final AccountKey account;
    private final Clock clock;

    public RecipientOptOuts(SqlSession session, AccountKey account, Clock clock) {
        this.session = session;
        this.account = account;
        this.clock = clock;
    }

    public void optOut(Optional<ProspectId> prospect, Optional<EmailAddress> address, Provenance provenance) {
        session.dialect()
                .lockAddresses(
                        session,
                        account,
                        address.map(EmailAddress::value).stream().toList());
        List<ProspectId> addressHolders = address.map(this::findHolders).orElse(List.of());
        Set<ProspectId> prospects = new LinkedHashSet<>();
        prospect.ifPresent(prospects::add);
        if (prospect.isEmpty() || !addressHolders.contains(prospect.get())) {
            prospects.addAll(addressHolders);
        }
        if (!prospects.isEmpty()) {
            List<FieldAssertion> assertions = new ArrayList<>();
            prospects.forEach(holder -> assertions.add(
                    new FieldAssertion(holder, StandardFields.EMAIL_OPT_OUT, Optional.of(Value.of(true)))));
            new SqlUnitOfWork(session, account, clock).assertFields(assertions, provenance);
        }
        if (addressHolders.isEmpty()) {
            Set<EmailAddress> unused =
                    ListedAddresses.suppress(session, account, address.stream().toList(), provenance);
        }
    }

    private List<ProspectId> findHolders(EmailAddress address) {
        return session.queryIn(
                "SELECT key FROM prospect WHERE account = ? AND email {in ?} ORDER BY key",
                AddressAliases.load(session, account).withAliases(List.of(address.value())),
                row -> new ProspectId(row.number(1)),
                account.id());
    }
}
