package heed.store.internal.bounces;

import heed.bounces.BounceKind;
import heed.bounces.VerdictKind;
import heed.bounces.marking.BounceStatus;
import heed.bounces.marking.MailEvent;
import heed.mail.MailId;
import heed.model.run.RunId;
import heed.model.suppression.SuppressionReason;
import heed.store.internal.runs.RunTable;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlSession;
import heed.store.internal.sql.SqlSession.ResultRow;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Finds what happened to mails after they were sent. The bounces of a run have an index. Everything else is looked up by the
 * addresses and the prospects of the mails, each by an index; nothing reads the mails of other runs.
 */
final class MailEventQueries {
    /** The format's argument is the condition on the mails. */
    private static final String REPORTS = "SELECT DISTINCT b.mail, b.kind, b.hardness FROM bounce b WHERE %s"
            + " AND b.mail IS NOT NULL AND b.standing IN ('" + BounceStatus.COUNTS.name() + "', '"
            + BounceStatus.HELD.name() + "')";

    /** An opt-out that the person has taken back is none. */
    private static final String UNSUBSCRIBED = """
            SELECT DISTINCT m.id FROM mail m
            JOIN address_opt_out o ON o.account = m.account AND o.address = m.address
            JOIN provenance v ON v.id = o.provenance LEFT JOIN provenance e ON e.id = o.ended
            WHERE %s AND m.state IN ('SENT', 'UNKNOWN') AND v.source = 'UNSUBSCRIBE' AND v.evidence = 'mail ' || m.id
                AND e.source IS DISTINCT FROM 'UNSUBSCRIBE'
            """;

    private static final String LATER = """
            SELECT m.id, 'EMAIL_OPT_OUT' FROM mail m JOIN prospect p ON p.key = m.prospect
            WHERE %1$s AND m.state IN ('SENT', 'UNKNOWN') AND p.email_opt_out_since >= m.changed
            UNION
            SELECT m.id, 'EMAIL_OPT_OUT' FROM mail m JOIN address_opt_out o ON o.account = m.account AND o.address = m.address
            WHERE %1$s AND m.state IN ('SENT', 'UNKNOWN') AND o.ended IS NULL AND o.since >= m.changed
            UNION
            SELECT m.id, 'BOUNCED' FROM mail m JOIN prospect p ON p.key = m.prospect
            WHERE %1$s AND m.state IN ('SENT', 'UNKNOWN') AND p.bounced_since >= m.changed
            UNION
            SELECT m.id, 'BOUNCED' FROM mail m JOIN bounced_address b ON b.account = m.account AND b.address = m.address
            WHERE %1$s AND m.state IN ('SENT', 'UNKNOWN') AND b.since >= m.changed
            UNION
            SELECT m.id, 'LISTED' FROM mail m JOIN listed_suppression l ON l.account = m.account AND l.address = m.address
            WHERE %1$s AND m.state IN ('SENT', 'UNKNOWN') AND l.since >= m.changed
            """;

    private MailEventQueries() {}

    static List<MailEvent> ofRun(SqlSession session, AccountKey account, RunId run) {
        return new RunTable(session, account).exists(run)
                ? find(session, "b.run = ?1", "m.run = ?1", run.value())
                : List.of();
    }

    static List<MailEvent> ofMails(SqlSession session, AccountKey account, Collection<MailId> mails) {
        List<Long> ids = mails.stream().filter(account::owns).map(MailId::value).toList();
        return ids.isEmpty() ? List.of() : find(session, "b.mail {in ?1}", "m.id {in ?1}", ids);
    }

    private static List<MailEvent> find(SqlSession session, String bounces, String mails, Object value) {
        List<MailEvent> events = new ArrayList<>();
        session.query(REPORTS.formatted(bounces), MailEventQueries::readReport, value)
                .forEach(event -> event.ifPresent(events::add));
        events.addAll(session.query(
                UNSUBSCRIBED.formatted(mails),
                row -> new MailEvent(new MailId(row.number(1)), MailEvent.Kind.UNSUBSCRIBED),
                value));
        events.addAll(session.query(
                LATER.formatted(mails),
                row -> new MailEvent(
                        new MailId(row.number(1)),
                        MailEvent.Kind.ofLaterSuppression(SuppressionReason.valueOf(row.text(2)))),
                value));
        return events;
    }

    private static Optional<MailEvent> readReport(ResultRow row) throws SQLException {
        MailId mail = new MailId(row.number(1));
        return MailEvent.Kind.ofReport(
                        VerdictKind.valueOf(row.text(2)), row.optionalText(3).map(BounceKind::valueOf))
                .map(kind -> new MailEvent(mail, kind));
    }
}
