package heed.store.internal;

import heed.model.fact.Provenance;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import heed.model.suppression.Suppression;
import heed.model.suppression.SuppressionReason;
import heed.store.internal.Session.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The global suppression list of an account, read. */
final class Suppressions {
    /**
     * The parts of the list, each read by its own index, which is named because SQLite would read all prospects with an
     * address when it is asked for many. ?1 is the account; the condition is of the address.
     */
    private static final String PARTS = """
            SELECT email AS address, 'EMAIL_OPT_OUT' AS reason, 0 AS formerly, email_opt_out_since AS since,
                key AS prospect, id, NULL AS at, NULL AS actor, NULL AS source, NULL AS why, NULL AS evidence
            FROM prospect {by prospect_opted_out}
            WHERE account = ?1 AND email_opt_out_since IS NOT NULL AND email IS NOT NULL AND email %1$s
            UNION ALL
            SELECT email, 'BOUNCED', 0, bounced_since, key, id, NULL, NULL, NULL, NULL, NULL
            FROM prospect {by prospect_bounced}
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
            SELECT l.address, 'LISTED', 0, l.since, NULL, NULL, v.at, v.actor, v.source, v.reason, v.evidence
            FROM listed_suppression l JOIN provenance v ON v.id = l.provenance
            WHERE l.account = ?1 AND l.address %1$s
            """;

    /** The addresses of the parts, each read in the order of its own index and no further than the page. */
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
                SELECT * FROM (SELECT address FROM listed_suppression
                    WHERE account = ?1 AND address > ?2 ORDER BY address LIMIT ?3) AS part) AS next
            ORDER BY address LIMIT ?3
            """;

    /** The order lets SQLite merge the parts as their indexes have them; the limit, which is none, keeps the order. */
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
                SELECT address FROM listed_suppression WHERE account = ?1
                ORDER BY address LIMIT 9223372036854775807) AS suppressed
            """;

    private static final String BY_ADDRESS =
            "SELECT * FROM (" + PARTS + ") AS list ORDER BY address, reason DESC, prospect NULLS FIRST, formerly";
    private static final String PAGE = BY_ADDRESS.formatted("BETWEEN ?2 AND ?3");
    private static final String OF = BY_ADDRESS.formatted("{in ?2}");
    private static final String OLDEST_FIRST = ("SELECT * FROM (" + PARTS
                    + ") AS list ORDER BY address, since, reason DESC, prospect NULLS FIRST, formerly")
            .formatted("{in ?2}");

    private Suppressions() {}

    static long countAddresses(Session session, Owner owner) {
        return session.number(COUNT, owner.account());
    }

    static List<Suppression> after(Session session, Owner owner, String after, int addresses) {
        List<String> next = session.list(NEXT, row -> row.text(1), owner.account(), after, addresses);
        return next.isEmpty()
                ? List.of()
                : session.list(
                        PAGE, Suppressions::suppression, owner.account(), next.get(0), next.get(next.size() - 1));
    }

    static List<Suppression> of(Session session, Owner owner, EmailAddress address) {
        return session.listIn(
                OF,
                Spellings.of(session, owner).all(List.of(address.value())),
                Suppressions::suppression,
                owner.account());
    }

    static Map<EmailAddress, Suppression> oldest(Session session, Owner owner, Collection<EmailAddress> addresses) {
        Spellings spellings = Spellings.of(session, owner);
        Map<String, Suppression> byMailbox = new HashMap<>();
        session.listIn(
                        OLDEST_FIRST,
                        spellings.all(
                                addresses.stream().map(EmailAddress::value).toList()),
                        Suppressions::suppression,
                        owner.account())
                .forEach(one -> byMailbox.merge(spellings.mailbox(one.address().value()), one, Suppressions::older));
        Map<EmailAddress, Suppression> oldest = new LinkedHashMap<>();
        for (EmailAddress address : addresses) {
            Suppression suppression = byMailbox.get(spellings.mailbox(address.value()));
            if (suppression != null) {
                oldest.put(address, suppression);
            }
        }
        return oldest;
    }

    /** The first of two that are as old. */
    private static Suppression older(Suppression first, Suppression second) {
        return second.since().isBefore(first.since()) ? second : first;
    }

    private static Suppression suppression(Row row) throws SQLException {
        SuppressionReason reason = SuppressionReason.valueOf(row.text(2));
        return new Suppression(
                new EmailAddress(row.text(1)), reason, source(row, reason), Instant.ofEpochMilli(row.number(4)));
    }

    private static Suppression.Source source(Row row, SuppressionReason reason) throws SQLException {
        Long key = row.numberOrNull(5);
        if (key == null) {
            Provenance why = Provenances.read(row, 7, Optional.empty());
            return reason == SuppressionReason.LISTED
                    ? new Suppression.ListEntry(why)
                    : new Suppression.BouncedAddress(why);
        }
        ProspectId prospect = new ProspectId(key);
        String id = row.text(6);
        return row.number(3) == 1
                ? new Suppression.FormerHolder(prospect, id)
                : new Suppression.FlaggedProspect(prospect, id);
    }
}
