package heed.store.internal;

import heed.bounces.BounceKind;
import heed.bounces.BounceReason;
import heed.bounces.BounceVerdict;
import heed.bounces.Diagnosis;
import heed.bounces.EnhancedStatusCode;
import heed.bounces.VerdictKind;
import heed.bounces.marking.Bounce;
import heed.bounces.marking.BounceId;
import heed.bounces.marking.BounceMarker;
import heed.bounces.marking.BounceQuery;
import heed.bounces.marking.BounceStatus;
import heed.mail.MailId;
import heed.model.prospect.EmailAddress;
import heed.model.run.RunId;
import heed.store.internal.Session.Row;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The bounces of an account: read, added and changed. */
final class BounceTable {
    private static final long HOUR = 3_600_000; // ms
    private static final String SELECT = """
            SELECT b.id, b.at, b.kind, b.address, b.mail, b.run, b.sent, b.message, b.reason, b.hardness, b.evidence, b.rule,
                b.status, b.reply_code, b.reporting, b.remote, b.text, b.classifier, b.standing
            FROM bounce b
            """;

    private final Session session;
    private final Owner owner;
    private final HourlyBounces hourly;

    BounceTable(Session session, Owner owner, HourlyBounces hourly) {
        this.session = session;
        this.owner = owner;
        this.hourly = hourly;
    }

    Bounce add(Bounce bounce) {
        Bounce.BouncedMail subject = bounce.bouncedMail();
        Optional<Diagnosis> why = bounce.diagnosis();
        BounceVerdict.DeliveryReport report = bounce.report();
        long id = session.number(
                """
                INSERT INTO bounce (account, at, kind, address, domain, mail, run, sent, hour, message,
                    reason, hardness, evidence, rule, status, reply_code, reporting, remote, text, classifier, standing)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id
                """,
                owner.account(),
                bounce.recordedAt().toEpochMilli(),
                bounce.kind().name(),
                subject.address().map(EmailAddress::value).orElse(null),
                subject.address().map(EmailAddress::domain).orElse(null),
                subject.mail().map(MailId::value).orElse(null),
                subject.run().map(RunId::value).orElse(null),
                subject.sentAt().map(Instant::toEpochMilli).orElse(null),
                subject.sentAt().map(BounceTable::hour).orElse(null),
                bounce.messageHash().orElse(null),
                why.map(one -> one.reason().name()).orElse(null),
                why.map(one -> one.kind().name()).orElse(null),
                why.map(one -> one.evidence().name()).orElse(null),
                why.map(Diagnosis::ruleId).orElse(null),
                report.status().map(EnhancedStatusCode::toString).orElse(null),
                report.replyCode().orElse(null),
                report.reportingMta().orElse(null),
                report.remoteMta().orElse(null),
                report.text(),
                bounce.classifier(),
                bounce.status().name());
        Bounce added = bounce.asStored(new BounceId(id));
        hourly.added(added);
        return added;
    }

    void change(Bounce bounce) {
        Bounce before = find(bounce.id()).orElseThrow();
        Optional<Diagnosis> why = bounce.diagnosis();
        session.update(
                """
                UPDATE bounce SET reason = ?, hardness = ?, evidence = ?, rule = ?, classifier = ?, standing = ?
                WHERE account = ? AND id = ?
                """,
                why.map(one -> one.reason().name()).orElse(null),
                why.map(one -> one.kind().name()).orElse(null),
                why.map(one -> one.evidence().name()).orElse(null),
                why.map(Diagnosis::ruleId).orElse(null),
                bounce.classifier(),
                bounce.status().name(),
                owner.account(),
                bounce.id().value());
        hourly.changed(before, bounce);
    }

    /** A bounce that counts: it counts among those of its hour still. */
    void hold(Bounce bounce, long pause) {
        session.update(
                "UPDATE bounce SET standing = ?, pause = ? WHERE account = ? AND id = ?",
                BounceStatus.HELD.name(),
                pause,
                owner.account(),
                bounce.id().value());
    }

    List<Bounce> held(long pause) {
        return session.list(
                SELECT + "WHERE b.account = ? AND b.pause = ? AND b.standing = ? ORDER BY b.id",
                BounceTable::read,
                owner.account(),
                pause,
                BounceStatus.HELD.name());
    }

    Optional<Bounce> find(BounceId id) {
        return session.first(
                SELECT + "WHERE b.account = ? AND b.id = ?", BounceTable::read, owner.account(), id.value());
    }

    /** Those of an address behind the last that somebody's clearing took the word from. */
    List<Bounce> ofAddress(Collection<String> spelled, long last) {
        return session.listIn(
                SELECT
                        + "{by bounce_address} WHERE b.account = ? AND b.id > ? AND b.standing <> ? AND b.address {in ?}",
                spelled,
                BounceTable::read,
                owner.account(),
                last,
                BounceStatus.UNTRUSTED.name());
    }

    List<Bounce> fitting(BounceQuery query, BounceId after, int limit) {
        List<@Nullable Object> values = new ArrayList<>(List.of(owner.account(), after.value()));
        String where = where(query, values);
        values.add(limit);
        return session.list(
                SELECT + narrowest(query) + "WHERE b.account = ? AND b.id > ?" + where + " ORDER BY b.id LIMIT ?",
                BounceTable::read,
                values.toArray());
    }

    /** Named, since SQLite would rather read all bounces in their order than sort a few. */
    private static String narrowest(BounceQuery query) {
        if (query.address().isPresent()) {
            return "{by bounce_address} ";
        }
        return query.run().isPresent() ? "{by bounce_run} " : "";
    }

    /** What a query asks, as conditions that follow others. */
    static String where(BounceQuery query, List<@Nullable Object> values) {
        StringBuilder where = new StringBuilder();
        ask(where, values, "b.address = ?", query.address().map(EmailAddress::value));
        ask(where, values, "b.domain = ?", query.domain());
        ask(where, values, "b.run = ?", query.run().map(RunId::value));
        ask(where, values, "b.reason = ?", query.reason().map(Enum::name));
        ask(where, values, "b.kind = ?", query.kind().map(Enum::name));
        ask(where, values, "b.at >= ?", query.since().map(Instant::toEpochMilli));
        ask(where, values, "b.at < ?", query.until().map(Instant::toEpochMilli));
        return where.toString();
    }

    private static void ask(StringBuilder where, List<@Nullable Object> values, String condition, Optional<?> value) {
        if (value.isPresent()) {
            where.append(" AND ").append(condition);
            values.add(value.get());
        }
    }

    /** The hour's number since 1970. */
    static long hour(Instant at) {
        return BounceMarker.hourOf(at).toEpochMilli() / HOUR;
    }

    private static Bounce read(Row row) throws SQLException {
        Optional<String> reason = row.optional(9);
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
                        row.optional(4).map(EmailAddress::new),
                        number(row, 5).map(MailId::new),
                        number(row, 6).map(RunId::new),
                        number(row, 7).map(Instant::ofEpochMilli)),
                row.optional(8),
                diagnosis,
                new BounceVerdict.DeliveryReport(
                        row.optional(13).flatMap(EnhancedStatusCode::parse),
                        number(row, 14).map(Long::intValue),
                        row.optional(15),
                        row.optional(16),
                        row.text(17)),
                row.text(18),
                BounceStatus.valueOf(row.text(19)));
    }

    private static Optional<Long> number(Row row, int column) throws SQLException {
        return Optional.ofNullable(row.numberOrNull(column));
    }
}
