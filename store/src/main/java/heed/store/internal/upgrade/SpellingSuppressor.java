package heed.store.internal.upgrade;

import heed.model.fact.Provenance;
import heed.model.prospect.DomainName;
import heed.model.prospect.EmailAddress;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlSession;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Puts on the suppression list what may have been meant when an address was suppressed. Earlier versions read domains by IDNA
 * 2003, which makes fass.example of faß.example; they are two domains now. Nobody is freed: the suppression of fass.example
 * stays, and faß.example is listed.
 */
final class SpellingSuppressor {
    private static final String REASON = "kept in an upgrade: the suppressed address may have been typed so";
    private static final String SUPPRESSED = """
            SELECT DISTINCT address FROM suppression
            WHERE account = ? AND (address LIKE '%@%ss%' OR address LIKE '%@%xn--%') ORDER BY address
            """;
    private static final String PROSPECTS = """
            SELECT key, email FROM prospect
            WHERE account = ? AND (email LIKE '%@%ss%' OR email LIKE '%@%xn--%') ORDER BY key
            """;

    private final SqlSession session;
    private final AccountKey account;
    private final Instant now;

    SpellingSuppressor(SqlSession session, AccountKey account, Instant now) {
        this.session = session;
        this.account = account;
        this.now = now;
    }

    private record KeyedAddress(long prospect, String address) {}

    void suppressAll() {
        session.query(PROSPECTS, row -> new KeyedAddress(row.number(1), row.text(2)), account.id()).stream()
                .filter(keyed -> !otherSpellings(keyed.address).isEmpty())
                .forEach(keyed -> UpgradeFinding.MAY_BE_OTHER.add(session, account, keyed.prospect));
        List<String> added = new ArrayList<>();
        for (String address : session.query(SUPPRESSED, row -> row.text(1), account.id())) {
            Set<String> others = otherSpellings(address);
            if (!others.isEmpty()) {
                UpgradeFinding.SUPPRESSED_OTHERWISE.add(session, account, null);
            }
            others.stream().filter(this::isNotListed).forEach(added::add);
        }
        if (added.isEmpty()) {
            return;
        }
        long provenance = UpgradeProvenance.insert(session, now, Provenance.Origin.SUPPRESSION_LIST, REASON);
        for (String address : new TreeSet<>(added)) {
            session.update(
                    "INSERT INTO listed_suppression (account, address, since, provenance) VALUES (?, ?, ?, ?)",
                    account.id(),
                    address,
                    now.toEpochMilli(),
                    provenance);
            UpgradeProvenance.appendListing(session, account, address, true, provenance);
        }
    }

    private boolean isNotListed(String address) {
        return session.queryNumber(
                        "SELECT count(*) FROM listed_suppression WHERE account = ? AND address = ?",
                        account.id(),
                        address)
                == 0;
    }

    private static Set<String> otherSpellings(String stored) {
        Set<String> others = new TreeSet<>();
        Optional<EmailAddress> address = EmailAddress.parse(stored);
        if (address.isPresent()) {
            String local = stored.substring(0, stored.lastIndexOf('@') + 1);
            for (String domain : DomainName.otherSpellings(address.get().domain())) {
                EmailAddress.parse(local + domain).map(EmailAddress::value).ifPresent(others::add);
            }
        }
        return others;
    }
}
