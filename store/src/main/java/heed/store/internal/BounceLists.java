package heed.store.internal;

import heed.bounces.BounceKind;
import heed.bounces.BounceReason;
import heed.bounces.VerdictKind;
import heed.bounces.marking.AddressHistory;
import heed.bounces.marking.Bounce;
import heed.bounces.marking.BounceCount;
import heed.bounces.marking.BounceId;
import heed.bounces.marking.BouncePolicy;
import heed.bounces.marking.BounceQuery;
import heed.bounces.marking.BounceReading;
import heed.bounces.marking.BounceStatus;
import heed.bounces.marking.MarkingPause;
import heed.bounces.marking.Quarantined;
import heed.bounces.marking.SentMail;
import heed.mail.MailId;
import heed.model.prospect.EmailAddress;
import heed.model.run.RunId;
import heed.store.internal.Session.Row;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is read of an account's bounces in one transaction. */
class BounceLists implements BounceReading {
    /** Mails to an address that a relay was asked to take: of those who have it or had it, and those without a prospect. */
    private static final String MAILED = """
            SELECT m.id, m.run, m.changed, m.state FROM mail m
            WHERE m.prospect IN (
                    SELECT key FROM prospect WHERE account = ?1 AND email {in ?3}
                    UNION ALL SELECT prospect FROM former_address WHERE account = ?1 AND address {in ?3})
                AND m.address {in ?3} AND m.changed >= ?2 AND m.state IN ('SENT', 'REJECTED', 'EXPIRED', 'UNKNOWN')
            UNION ALL
            SELECT m.id, m.run, m.changed, m.state FROM mail m
            WHERE m.account = ?1 AND m.address {in ?3} AND m.prospect IS NULL AND m.changed >= ?2
                AND m.state IN ('SENT', 'REJECTED', 'EXPIRED', 'UNKNOWN')
            """;

    final Session session;
    final Owner owner;
    final Spellings spellings;
    final BounceTable table;
    final BounceMarks marks;
    final BouncePauses pauses;
    final HourlyBounces bounced;

    BounceLists(Session session, Owner owner) {
        this.session = session;
        this.owner = owner;
        this.spellings = Spellings.of(session, owner);
        this.bounced = new HourlyBounces(session, owner);
        this.table = new BounceTable(session, owner, bounced);
        this.marks = new BounceMarks(session, owner, spellings);
        this.pauses = new BouncePauses(session, owner);
    }

    @Override
    public BouncePolicy policy() {
        return session.first("""
                        SELECT soft_bounces, spread, pause_share, pause_least, alert_share, alert_least
                        FROM bounce_policy WHERE account = ?
                        """, BounceLists::policy, owner.account()).orElse(BouncePolicy.STANDARD);
    }

    private static BouncePolicy policy(Row row) throws SQLException {
        return new BouncePolicy(
                (int) row.number(1),
                Duration.ofMillis(row.number(2)),
                row.decimal(3),
                (int) row.number(4),
                row.decimal(5),
                (int) row.number(6));
    }

    @Override
    public Optional<Bounce> findBounce(BounceId id) {
        return table.find(id);
    }

    @Override
    public List<Bounce> listBounces(BounceQuery query, BounceId after, int limit) {
        return table.fitting(query, after, limit);
    }

    @Override
    public List<BounceCount> countBounces(BounceQuery query) {
        List<@Nullable Object> values = new ArrayList<>(List.of(
                BounceStatus.HELD.name(), owner.account(), BounceStatus.COUNTS.name(), BounceStatus.HELD.name()));
        String where = BounceTable.where(query, values);
        return session.list(
                "SELECT b.kind, b.reason, b.hardness, b.domain, b.run, count(*),"
                        + " sum(CASE WHEN b.standing = ? THEN 1 ELSE 0 END)"
                        + " FROM bounce b WHERE b.account = ? AND b.standing IN (?, ?)" + where
                        + " GROUP BY b.kind, b.reason, b.hardness, b.domain, b.run"
                        + " ORDER BY b.kind, b.reason, b.hardness, b.domain, b.run",
                row -> new BounceCount(
                        VerdictKind.valueOf(row.text(1)),
                        row.optional(2).map(BounceReason::valueOf),
                        row.optional(3).map(BounceKind::valueOf),
                        row.optional(4),
                        Optional.ofNullable(row.numberOrNull(5)).map(RunId::new),
                        row.number(6),
                        row.number(7)),
                values.toArray());
    }

    @Override
    public AddressHistory history(EmailAddress address) {
        Collection<String> spelled = spelled(address);
        long last = session.listIn(
                        "SELECT coalesce(max(last), 0) FROM bounce_clearing WHERE account = ? AND address {in ?}",
                        spelled,
                        row -> row.number(1),
                        owner.account())
                .get(0);
        List<AddressHistory.AcceptedMail> accepted = session.listIn(
                "SELECT id, changed FROM (" + MAILED + ") AS mailed WHERE state = 'SENT' ORDER BY changed",
                spelled,
                row -> new AddressHistory.AcceptedMail(new MailId(row.number(1)), Instant.ofEpochMilli(row.number(2))),
                owner.account(),
                0L);
        return new AddressHistory(table.ofAddress(spelled, last), accepted);
    }

    private Collection<String> spelled(EmailAddress address) {
        return spellings.all(List.of(address.value()));
    }

    /** The last of the mails to an address. */
    Optional<SentMail> lastMailed(EmailAddress address, Instant since) {
        return session
                .listIn(
                        "SELECT id, run, changed FROM (" + MAILED
                                + ") AS mailed ORDER BY changed DESC, id DESC LIMIT 1",
                        spelled(address),
                        row -> new SentMail(
                                new MailId(row.number(1)),
                                address,
                                Optional.ofNullable(row.numberOrNull(2)).map(RunId::new),
                                Instant.ofEpochMilli(row.number(3))),
                        owner.account(),
                        since.toEpochMilli())
                .stream()
                .findFirst();
    }

    @Override
    public Optional<Instant> findMarkedSince(EmailAddress address) {
        return marks.since(address);
    }

    @Override
    public List<MarkingPause> listPauses() {
        return pauses.all();
    }

    @Override
    public List<Quarantined> listQuarantined(int limit) {
        return session.list(
                """
                SELECT taken, uid, message_id, size, aside FROM bounce_message
                WHERE account = ? AND aside IS NOT NULL ORDER BY taken DESC, hash LIMIT ?
                """,
                row -> new Quarantined(
                        Instant.ofEpochMilli(row.number(1)),
                        row.optional(2),
                        row.optional(3),
                        row.number(4),
                        row.text(5)),
                owner.account(),
                limit);
    }

    @Override
    public Map<String, Boolean> findClaimed(Collection<String> uids) {
        Map<String, Boolean> taken = new HashMap<>();
        session.listIn(
                "SELECT uid, aside IS NOT NULL FROM bounce_message" + " WHERE account = ? AND uid {in ?}",
                uids,
                row -> taken.put(row.text(1), row.yes(2)),
                owner.account());
        return taken;
    }
}
