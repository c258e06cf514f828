package heed.store.internal;

import heed.model.EmailAddress;
import heed.model.ProspectId;
import heed.model.Suppression;
import heed.model.SuppressionReason;
import heed.store.internal.Session.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The global suppression list of an account, read. */
final class Suppressions {
    private static final String SELECT = """
            SELECT s.address, s.reason, s.formerly, s.since, s.prospect, p.id
            FROM suppression s JOIN prospect p ON p.key = s.prospect
            """;
    /** The view's three parts, each read in the order of its own index and no further than the page. */
    private static final String NEXT = """
            SELECT address FROM (
                SELECT * FROM (SELECT DISTINCT email AS address FROM prospect
                    WHERE account = ?1 AND email > ?2 AND email_opt_out_since IS NOT NULL ORDER BY email LIMIT ?3)
                UNION
                SELECT * FROM (SELECT DISTINCT email FROM prospect
                    WHERE account = ?1 AND email > ?2 AND bounced_since IS NOT NULL ORDER BY email LIMIT ?3)
                UNION
                SELECT * FROM (SELECT DISTINCT address FROM bounce_evidence
                    WHERE account = ?1 AND address > ?2 ORDER BY address LIMIT ?3))
            ORDER BY address LIMIT ?3
            """;

    private static final String ORDER = " ORDER BY s.address, s.reason DESC, s.prospect, s.formerly";

    private Suppressions() {}

    static long countAddresses(Session session, Owner owner) {
        return session.number(
                "SELECT count(*) FROM (SELECT DISTINCT address FROM suppression WHERE account = ?)", owner.account());
    }

    static List<Suppression> after(Session session, Owner owner, String after, int addresses) {
        List<String> next = session.list(NEXT, row -> row.text(1), owner.account(), after, addresses);
        return next.isEmpty()
                ? List.of()
                : session.list(
                        SELECT + "WHERE s.account = ? AND s.address > ? AND s.address <= ?" + ORDER,
                        Suppressions::suppression,
                        owner.account(),
                        after,
                        next.get(next.size() - 1));
    }

    static List<Suppression> of(Session session, Owner owner, EmailAddress address) {
        return session.list(
                SELECT + "WHERE s.account = ? AND s.address = ?" + ORDER,
                Suppressions::suppression,
                owner.account(),
                address.value());
    }

    static Map<EmailAddress, Suppression> oldest(Session session, Owner owner, Collection<EmailAddress> addresses) {
        Map<EmailAddress, Suppression> oldest = new LinkedHashMap<>();
        session.listIn(
                        SELECT + "WHERE s.account = ? AND s.address IN (SELECT value FROM json_each(?))"
                                + " ORDER BY s.address, s.since, s.reason DESC, s.prospect, s.formerly",
                        addresses.stream().map(EmailAddress::value).toList(),
                        Suppressions::suppression,
                        owner.account())
                .forEach(one -> oldest.putIfAbsent(one.address(), one));
        return oldest;
    }

    private static Suppression suppression(Row row) throws SQLException {
        ProspectId prospect = new ProspectId(row.number(5));
        String id = row.text(6);
        return new Suppression(
                new EmailAddress(row.text(1)),
                SuppressionReason.valueOf(row.text(2)),
                row.number(3) == 1 ? new Suppression.Formerly(prospect, id) : new Suppression.Carrier(prospect, id),
                Instant.ofEpochMilli(row.number(4)));
    }
}
