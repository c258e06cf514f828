package heed.store.internal.bounces;

import heed.bounces.BounceKind;
import heed.bounces.BounceReason;
import heed.bounces.BounceVerdict;
import heed.bounces.Diagnosis;
import heed.bounces.EnhancedStatusCode;
import heed.bounces.VerdictKind;
import heed.bounces.marking.Bounce;
import heed.bounces.marking.BounceId;
import heed.bounces.marking.BounceQuery;
import heed.bounces.marking.BounceStatus;
import heed.bounces.marking.ReportTarget;
import heed.mail.MailId;
import heed.model.prospect.EmailAddress;
import heed.model.run.RunId;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlSession;
import heed.store.internal.sql.SqlSession.ResultRow;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table of an account's bounces. Every change corrects the hourly counts. */
final class BounceTable {
    private static final String SELECT = """
            SELECT b.id, b.at, b.kind, b.address, b.mail, b.run, b.sent, b.message, b.reason, b.hardness, b.evidence, b.rule,
                b.status, b.reply_code, b.reporting, b.remote, b.text, b.classifier, b.standing, b.target
            FROM bounce b
            """;

    private final SqlSession session;
    private final AccountKey account;
    private final HourlyBounceCounts hourlyCounts;

    BounceTable(SqlSession session, AccountKey account, HourlyBounceCounts hourlyCounts) {
        this.session = session;
        this.account = account;
        this.hourlyCounts = hourlyCounts;
    }

    /** Inserts a bounce and returns it with its id. */
    Bounce insert(Bounce bounce) {
        Bounce.BouncedMail subject = bounce.bouncedMail();
        Optional<Diagnosis> diagnosis = bounce.diagnosis();
        BounceVerdict.DeliveryReport report = bounce.report();
        long id = session.queryNumber(
                """
                INSERT INTO bounce (account, at, kind, address, domain, mail, run, sent, hour, message,
                    reason, hardness, evidence, rule, status, reply_code, reporting, remote, text, classifier, standing, target)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id
                """,
                account.id(),
                bounce.recordedAt().toEpochMilli(),
                bounce.kind().name(),
                subject.address().map(EmailAddress::value).orElse(null),
                subject.address().map(EmailAddress::domain).orElse(null),
                subject.mail().map(MailId::value).orElse(null),
                subject.run().map(RunId::value).orElse(null),
                subject.sentAt().map(Instant::toEpochMilli).orElse(null),
                subject.sentAt().map(HourlyCounter::hourNumber).orElse(null),
                bounce.messageHash().orElse(null),
                diagnosis.map(found -> found.reason().name()).orElse(null),
                diagnosis.map(found -> found.kind().name()).orElse(null),
                diagnosis.map(found -> found.evidence().name()).orElse(null),
                diagnosis.map(Diagnosis::ruleId).orElse(null),
                report.status().map(EnhancedStatusCode::toString).orElse(null),
                report.replyCode().orElse(null),
                report.reportingMta().orElse(null),
                report.remoteMta().orElse(null),
                report.text(),
                bounce.classifier(),
                bounce.status().name(),
                bounce.target() == ReportTarget.RECIPIENT
                        ? null
                        : bounce.target().name());
        Bounce added = bounce.asStored(new BounceId(id));
        hourlyCounts.add(added);
        return added;
    }

    /** Updates the diagnosis, the classifier and the status of a bounce. */
    void update(Bounce bounce) {
        Bounce before = find(bounce.id()).orElseThrow();
        Optional<Diagnosis> diagnosis = bounce.diagnosis();
        session.update(
                """
                UPDATE bounce SET reason = ?, hardness = ?, evidence = ?, rule = ?, classifier = ?, standing = ?
                WHERE account = ? AND id = ?
                """,
                diagnosis.map(found -> found.reason().name()).orElse(null),
                diagnosis.map(found -> found.kind().name()).orElse(null),
                diagnosis.map(found -> found.evidence().name()).orElse(null),
                diagnosis.map(Diagnosis::ruleId).orElse(null),
                bounce.classifier(),
                bounce.status().name(),
                account.id(),
                bounce.id().value());
        hourlyCounts.change(before, bounce);
    }

    /** Holds a bounce that counts until a pause ends. It stays in the counts of its hour. */
    void hold(Bounce bounce, long pause) {
        session.update(
                "UPDATE bounce SET standing = ?, pause = ? WHERE account = ? AND id = ?",
                BounceStatus.HELD.name(),
                pause,
                account.id(),
                bounce.id().value());
    }

    /** Returns the bounces that a pause holds, ordered by id. */
    List<Bounce> listHeld(long pause) {
        return session.query(
                SELECT + "WHERE b.account = ? AND b.pause = ? AND b.standing = ? ORDER BY b.id",
                BounceTable::read,
                account.id(),
                pause,
                BounceStatus.HELD.name());
    }

    Optional<Bounce> find(BounceId id) {
        return session.findFirst(
                SELECT + "WHERE b.account = ? AND b.id = ?", BounceTable::read, account.id(), id.value());
    }

    /**
     * Returns the trusted bounces of addresses.
     *
     * @param afterId the last bounce that a clearing of Bounced has made irrelevant
     */
    List<Bounce> findByAddresses(Collection<String> addresses, long afterId) {
        return session.queryIn(
                SELECT
                        + "{use index bounce_address} WHERE b.account = ? AND b.id > ? AND b.standing <> ? AND b.address {in ?}",
                addresses,
                BounceTable::read,
                account.id(),
                afterId,
                BounceStatus.UNTRUSTED.name());
    }

    /** Returns the next bounces that a query matches, ordered by id. */
    List<Bounce> list(BounceQuery query, BounceId after, int limit) {
        List<@Nullable Object> values = new ArrayList<>(List.of(account.id(), after.value()));
        String where = whereSql(query, values);
        values.add(limit);
        return session.query(
                SELECT + indexHint(query) + "WHERE b.account = ? AND b.id > ?" + where + " ORDER BY b.id LIMIT ?",
                BounceTable::read,
                values.toArray());
    }

    /** Returns the index to use, which is named because SQLite would read all bounces in order instead of sorting a few. */
    private static String indexHint(BounceQuery query) {
        if (query.address().isPresent()) {
            return "{use index bounce_address} ";
        }
        return query.run().isPresent() ? "{use index bounce_run} " : "";
    }

    /** Returns a query as conditions that follow other ones, and adds the values of their parameters. */
    static String whereSql(BounceQuery query, List<@Nullable Object> values) {
        StringBuilder where = new StringBuilder();
        appendCondition(where, values, "b.address = ?", query.address().map(EmailAddress::value));
        appendCondition(where, values, "b.domain = ?", query.domain());
        appendCondition(where, values, "b.run = ?", query.run().map(RunId::value));
        appendCondition(where, values, "b.reason = ?", query.reason().map(Enum::name));
        appendCondition(where, values, "b.kind = ?", query.kind().map(Enum::name));
        appendCondition(where, values, "b.at >= ?", query.since().map(Instant::toEpochMilli));
        appendCondition(where, values, "b.at < ?", query.until().map(Instant::toEpochMilli));
        return where.toString();
    }

    private static void appendCondition(
            StringBuilder where, List<@Nullable Object> values, String condition, Optional<?> value) {
        if (value.isPresent()) {
            where.append(" AND ").append(condition);
            values.add(value.get());
        }
    }

    private static Bounce read(ResultRow row) throws SQLException {
        Optional<String> reason = row.optionalText(9);
        Optional<Diagnosis> diagnosis = reason.isEmpty()
                ? Optional.empty()
                : Optional.of(new Diagnosis(
                        BounceReason.valueOf(reason.get()),
                        BounceKind.valueOf(row.text(10)),
                        Diagnosis.Evidence.valueOf(row.text(11)),
                        row.text(12)));
        return new Bounce(
                new BounceId(row.number(1)),
                Instant.ofEpochMilli(row.number(2)),
                VerdictKind.valueOf(row.text(3)),
                new Bounce.BouncedMail(
                        row.optionalText(4).map(EmailAddress::new),
                        optionalNumber(row, 5).map(MailId::new),
                        optionalNumber(row, 6).map(RunId::new),
                        optionalNumber(row, 7).map(Instant::ofEpochMilli)),
                row.optionalText(20).map(ReportTarget::valueOf).orElse(ReportTarget.RECIPIENT),
                row.optionalText(8),
                diagnosis,
                new BounceVerdict.DeliveryReport(
                        row.optionalText(13).flatMap(EnhancedStatusCode::parse),
                        optionalNumber(row, 14).map(Long::intValue),
                        row.optionalText(15),
                        row.optionalText(16),
                        row.text(17)),
                row.text(18),
                BounceStatus.valueOf(row.text(19)));
    }

    private static Optional<Long> optionalNumber(ResultRow row, int column) throws SQLException {
        return Optional.ofNullable(row.numberOrNull(column));
    }
}
