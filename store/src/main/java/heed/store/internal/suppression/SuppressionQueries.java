package heed.store.internal.suppression;

import heed.model.fact.Provenance;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import heed.model.suppression.Suppression;
import heed.model.suppression.SuppressionReason;
import heed.store.internal.accounts.AddressAliases;
import heed.store.internal.facts.ProvenanceTable;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlSession;
import heed.store.internal.sql.SqlSession.ResultRow;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Queries of an account's global suppression list. */
public final class SuppressionQueries {
    /**
     * The parts of the list, each read by its own index. The index is named because SQLite would otherwise read all
     * prospects with an address when it is asked for many addresses. ?1 is the account; the format's argument is the
     * condition on the address.
     */
    private static final String PARTS = """
            SELECT email AS address, 'EMAIL_OPT_OUT' AS reason, 0 AS formerly, email_opt_out_since AS since,
                key AS prospect, id, NULL AS at, NULL AS actor, NULL AS source, NULL AS why, NULL AS evidence
            FROM prospect {use index prospect_opted_out}
            WHERE account = ?1 AND email_opt_out_since IS NOT NULL AND email IS NOT NULL AND email %1$s
            UNION ALL
            SELECT email, 'BOUNCED', 0, bounced_since, key, id, NULL, NULL, NULL, NULL, NULL
            FROM prospect {use index prospect_bounced}
            WHERE account = ?1 AND bounced_since IS NOT NULL AND email IS NOT NULL AND email %1$s
            UNION ALL
            SELECT e.address, 'BOUNCED', 1, e.since, e.prospect, p.id, NULL, NULL, NULL, NULL, NULL
            FROM bounce_evidence e JOIN prospect p ON p.key = e.prospect
            WHERE e.account = ?1 AND e.address %1$s
            UNION ALL
            SELECT b.address, 'BOUNCED', 0, b.since, NULL, NULL, v.at, v.actor, v.source, v.reason, v.evidence
            FROM bounced_address b JOIN provenance v ON v.id = b.provenance
            WHERE b.account = ?1 AND b.address %1$s
            UNION ALL
            SELECT o.address, 'EMAIL_OPT_OUT', 0, o.since, NULL, NULL, v.at, v.actor, v.source, v.reason, v.evidence
            FROM address_opt_out o JOIN provenance v ON v.id = o.provenance
            WHERE o.account = ?1 AND o.ended IS NULL AND o.address %1$s
            UNION ALL
            SELECT l.address, 'LISTED', 0, l.since, NULL, NULL, v.at, v.actor, v.source, v.reason, v.evidence
            FROM listed_suppression l JOIN provenance v ON v.id = l.provenance
            WHERE l.account = ?1 AND l.address %1$s
            """;

    /** The next addresses. Each part is read in the order of its own index, and no further than the page. */
    private static final String NEXT = """
            SELECT address FROM (
                SELECT * FROM (SELECT DISTINCT email AS address FROM prospect
                    WHERE account = ?1 AND email > ?2 AND email_opt_out_since IS NOT NULL ORDER BY email LIMIT ?3) AS part
                UNION
                SELECT * FROM (SELECT DISTINCT email FROM prospect
                    WHERE account = ?1 AND email > ?2 AND bounced_since IS NOT NULL ORDER BY email LIMIT ?3) AS part
                UNION
                SELECT * FROM (SELECT DISTINCT address FROM bounce_evidence
                    WHERE account = ?1 AND address > ?2 ORDER BY address LIMIT ?3) AS part
                UNION
                SELECT * FROM (SELECT address FROM bounced_address
                    WHERE account = ?1 AND address > ?2 ORDER BY address LIMIT ?3) AS part
                UNION
                SELECT * FROM (SELECT DISTINCT address FROM address_opt_out
                    WHERE account = ?1 AND address > ?2 AND ended IS NULL ORDER BY address LIMIT ?3) AS part
                UNION
                SELECT * FROM (SELECT address FROM listed_suppression
                    WHERE account = ?1 AND address > ?2 ORDER BY address LIMIT ?3) AS part) AS next
            ORDER BY address LIMIT ?3
            """;

    /**
     * The number of addresses. The order lets SQLite merge the parts in the order of their indexes. The limit is larger
     * than any count and only keeps SQLite from dropping the order.
     */
    private static final String COUNT = """
            SELECT count(*) FROM (
                SELECT email AS address FROM prospect
                    WHERE account = ?1 AND email_opt_out_since IS NOT NULL AND email IS NOT NULL
                UNION
                SELECT email FROM prospect WHERE account = ?1 AND bounced_since IS NOT NULL AND email IS NOT NULL
                UNION
                SELECT address FROM bounce_evidence WHERE account = ?1
                UNION
                SELECT address FROM bounced_address WHERE account = ?1
                UNION
                SELECT address FROM address_opt_out WHERE account = ?1 AND ended IS NULL
                UNION
                SELECT address FROM listed_suppression WHERE account = ?1
                ORDER BY address LIMIT 9223372036854775807) AS suppressed
            """;

    private static final String BY_ADDRESS =
            "SELECT * FROM (" + PARTS + ") AS list ORDER BY address, reason DESC, prospect NULLS FIRST, formerly";
    private static final String PAGE = BY_ADDRESS.formatted("BETWEEN ?2 AND ?3");
    private static final String BY_ADDRESSES = BY_ADDRESS.formatted("{in ?2}");
    private static final String OLDEST_FIRST = ("SELECT * FROM (" + PARTS
                    + ") AS list ORDER BY address, since, reason DESC, prospect NULLS FIRST, formerly")
            .formatted("{in ?2}");

    private SuppressionQueries() {}

    /** Returns the number of distinct suppressed addresses. */
    public static long countAddresses(SqlSession session, AccountKey account) {
        return session.queryNumber(COUNT, account.id());
    }

    /** Returns all suppressions of the next addresses after the given one, ordered by address. */
    public static List<Suppression> page(SqlSession session, AccountKey account, String after, int limit) {
        List<String> nextAddresses = session.query(NEXT, row -> row.text(1), account.id(), after, limit);
        return nextAddresses.isEmpty()
                ? List.of()
                : session.query(
                        PAGE,
                        SuppressionQueries::read,
                        account.id(),
                        nextAddresses.get(0),
                        nextAddresses.get(nextAddresses.size() - 1));
    }

    /** Returns all suppressions of an address and its aliases, and last those of its domain. */
    public static List<Suppression> find(SqlSession session, AccountKey account, EmailAddress address) {
        AddressAliases aliases = AddressAliases.load(session, account);
        List<Suppression> suppressions = new ArrayList<>(session.queryIn(
                BY_ADDRESSES, aliases.withAliases(List.of(address.value())), SuppressionQueries::read, account.id()));
        suppressions.addAll(ListedDomains.find(session, account, aliases.matching(), List.of(address))
                .getOrDefault(address, List.of()));
        suppressions.addAll(new ForgottenAddresses(session, account, aliases.matching())
                .find(List.of(address))
                .values());
        return suppressions;
    }

    /** Returns all suppressions of exactly these addresses. */
    public static List<Suppression> findRecorded(
            SqlSession session, AccountKey account, Collection<EmailAddress> addresses) {
        return session.queryIn(
                BY_ADDRESSES,
                addresses.stream().map(EmailAddress::value).toList(),
                SuppressionQueries::read,
                account.id());
    }

    /** Returns all suppressions of each suppressed address, its aliases and its domain, in the order of the given addresses. */
    public static Map<EmailAddress, List<Suppression>> find(
            SqlSession session, AccountKey account, Collection<EmailAddress> addresses) {
        AddressAliases aliases = AddressAliases.load(session, account);
        Map<String, List<Suppression>> byMailbox = new HashMap<>();
        session.queryIn(
                        BY_ADDRESSES,
                        aliases.withAliases(
                                addresses.stream().map(EmailAddress::value).toList()),
                        SuppressionQueries::read,
                        account.id())
                .forEach(found -> byMailbox
                        .computeIfAbsent(aliases.mailboxOf(found.address().value()), mailbox -> new ArrayList<>())
                        .add(found));
        Map<EmailAddress, List<Suppression>> byDomain =
                ListedDomains.find(session, account, aliases.matching(), addresses);
        Map<EmailAddress, Suppression> forgotten =
                new ForgottenAddresses(session, account, aliases.matching()).find(addresses);
        Map<EmailAddress, List<Suppression>> suppressions = new LinkedHashMap<>();
        for (EmailAddress address : addresses) {
            List<Suppression> found = Stream.of(
                            byMailbox.getOrDefault(aliases.mailboxOf(address.value()), List.of()).stream(),
                            byDomain.getOrDefault(address, List.of()).stream(),
                            Stream.ofNullable(forgotten.get(address)))
                    .flatMap(part -> part)
                    .toList();
            if (!found.isEmpty()) {
                suppressions.put(address, found);
            }
        }
        return suppressions;
    }

    /**
     * Returns the oldest suppression of each suppressed address, its aliases and its domain included, in the order of the
     * given addresses.
     */
    public static Map<EmailAddress, Suppression> findOldest(
            SqlSession session, AccountKey account, AddressAliases aliases, Collection<EmailAddress> addresses) {
        Map<String, Suppression> byMailbox = new HashMap<>();
        session.queryIn(
                        OLDEST_FIRST,
                        aliases.withAliases(
                                addresses.stream().map(EmailAddress::value).toList()),
                        SuppressionQueries::read,
                        account.id())
                .forEach(found ->
                        byMailbox.merge(aliases.mailboxOf(found.address().value()), found, SuppressionQueries::older));
        Map<EmailAddress, List<Suppression>> byDomain =
                ListedDomains.find(session, account, aliases.matching(), addresses);
        Map<EmailAddress, Suppression> forgotten =
                new ForgottenAddresses(session, account, aliases.matching()).find(addresses);
        Map<EmailAddress, Suppression> oldest = new LinkedHashMap<>();
        for (EmailAddress address : addresses) {
            Stream.of(
                            Stream.ofNullable(byMailbox.get(aliases.mailboxOf(address.value()))),
                            byDomain.getOrDefault(address, List.of()).stream(),
                            Stream.ofNullable(forgotten.get(address)))
                    .flatMap(part -> part)
                    .reduce(SuppressionQueries::older)
                    .ifPresent(suppression -> oldest.put(address, suppression));
        }
        return oldest;
    }

    /** Returns the older of two suppressions; the first if both have the same age. */
    private static Suppression older(Suppression first, Suppression second) {
        return second.since().isBefore(first.since()) ? second : first;
    }

    private static Suppression read(ResultRow row) throws SQLException {
        SuppressionReason reason = SuppressionReason.valueOf(row.text(2));
        return new Suppression(
                new EmailAddress(row.text(1)), reason, readSource(row, reason), Instant.ofEpochMilli(row.number(4)));
    }

    private static Suppression.Source readSource(ResultRow row, SuppressionReason reason) throws SQLException {
        Long key = row.numberOrNull(5);
        if (key == null) {
            Provenance provenance = ProvenanceTable.read(row, 7, Optional.empty());
            return switch (reason) {
                case EMAIL_OPT_OUT -> new Suppression.OptedOutAddress(provenance);
                case BOUNCED -> new Suppression.BouncedAddress(provenance);
                case LISTED -> new Suppression.ListEntry(provenance);
                case DOMAIN_LISTED, FORGOTTEN ->
                    throw new IllegalStateException(reason + " is no reason of a row of the list of addresses");
            };
        }
        ProspectId prospect = new ProspectId(key);
        String id = row.text(6);
        return row.number(3) == 1
                ? new Suppression.FormerHolder(prospect, id)
                : new Suppression.FlaggedProspect(prospect, id);
    }
}
