package heed.store.internal.bounces;

import heed.bounces.BounceKind;
import heed.bounces.BounceReason;
import heed.bounces.PersonalMail;
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
import heed.store.internal.accounts.AddressAliases;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlSession;
import heed.store.internal.sql.SqlSession.ResultRow;
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

/** Reads an account's bounces in one transaction. */
class SqlBounceReading implements BounceReading {
    private static final String QUARANTINED = """
            SELECT a.id, m.taken, m.uid, m.message_id, m.size, m.aside, a.sender, a.subject, a.excerpt, a.asks_opt_out, a.mail,
                a.missing_recipient
            FROM aside_mail a JOIN bounce_message m ON m.account = a.account AND m.hash = a.hash
            WHERE a.account = ? AND a.filed IS NULL
            """;

    /**
     * The mails to addresses that were offered to a relay: those of present and former holders, and those without a
     * prospect.
     */
    private static final String MAILS_TO_ADDRESS = """
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

    final SqlSession session;
    final AccountKey account;
    final AddressAliases aliases;
    final BounceTable table;
    final BounceMarks marks;
    final MarkingPauseTable pauses;
    final HourlyBounceCounts bounceCounts;

    SqlBounceReading(SqlSession session, AccountKey account) {
        this.session = session;
        this.account = account;
        this.aliases = AddressAliases.load(session, account);
        this.bounceCounts = new HourlyBounceCounts(session, account);
        this.table = new BounceTable(session, account, bounceCounts);
        this.marks = new BounceMarks(session, account, aliases);
        this.pauses = new MarkingPauseTable(session, account);
    }

    @Override
    public BouncePolicy policy() {
        return session.findFirst("""
                        SELECT soft_bounces, spread, pause_share, pause_least, alert_share, alert_least
                        FROM bounce_policy WHERE account = ?
                        """, SqlBounceReading::policy, account.id()).orElse(BouncePolicy.STANDARD);
    }

    private static BouncePolicy policy(ResultRow row) throws SQLException {
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
        return table.list(query, after, limit);
    }

    @Override
    public List<BounceCount> countBounces(BounceQuery query) {
        List<@Nullable Object> values = new ArrayList<>(
                List.of(BounceStatus.HELD.name(), account.id(), BounceStatus.COUNTS.name(), BounceStatus.HELD.name()));
        String where = BounceTable.whereSql(query, values);
        return session.query(
                "SELECT b.kind, b.reason, b.hardness, b.domain, b.run, count(*),"
                        + " sum(CASE WHEN b.standing = ? THEN 1 ELSE 0 END)"
                        + " FROM bounce b WHERE b.account = ? AND b.standing IN (?, ?)" + where
                        + " GROUP BY b.kind, b.reason, b.hardness, b.domain, b.run"
                        + " ORDER BY b.kind, b.reason, b.hardness, b.domain, b.run",
                row -> new BounceCount(
                        VerdictKind.valueOf(row.text(1)),
                        row.optionalText(2).map(BounceReason::valueOf),
                        row.optionalText(3).map(BounceKind::valueOf),
                        row.optionalText(4),
                        Optional.ofNullable(row.numberOrNull(5)).map(RunId::new),
                        row.number(6),
                        row.number(7)),
                values.toArray());
    }

    @Override
    public AddressHistory history(EmailAddress address) {
        Collection<String> addresses = aliasesOf(address);
        long lastCleared = session.queryIn(
                        "SELECT coalesce(max(last), 0) FROM bounce_clearing WHERE account = ? AND address {in ?}",
                        addresses,
                        row -> row.number(1),
                        account.id())
                .get(0);
        List<AddressHistory.AcceptedMail> accepted = session.queryIn(
                "SELECT id, changed FROM (" + MAILS_TO_ADDRESS + ") AS mailed WHERE state = 'SENT' ORDER BY changed",
                addresses,
                row -> new AddressHistory.AcceptedMail(new MailId(row.number(1)), Instant.ofEpochMilli(row.number(2))),
                account.id(),
                0L);
        return new AddressHistory(table.findByAddresses(addresses, lastCleared), accepted);
    }

    private Collection<String> aliasesOf(EmailAddress address) {
        return aliases.withAliases(List.of(address.value()));
    }

    /** Returns the last mail that was offered to a relay for an address since an instant. */
    Optional<SentMail> queryLastMail(EmailAddress address, Instant since) {
        return session
                .queryIn(
                        "SELECT id, run, changed FROM (" + MAILS_TO_ADDRESS
                                + ") AS mailed ORDER BY changed DESC, id DESC LIMIT 1",
                        aliasesOf(address),
                        row -> new SentMail(
                                new MailId(row.number(1)),
                                address,
                                Optional.ofNullable(row.numberOrNull(2)).map(RunId::new),
                                Instant.ofEpochMilli(row.number(3))),
                        account.id(),
                        since.toEpochMilli())
                .stream()
                .findFirst();
    }

    @Override
    public Optional<Instant> findMarkedSince(EmailAddress address) {
        return marks.findMarkedSince(address);
    }

    @Override
    public List<MarkingPause> listPauses() {
        return pauses.list();
    }

    @Override
    public Optional<Quarantined> findQuarantined(long number) {
        return session.findFirst(QUARANTINED + "AND a.id = ?", SqlBounceReading::readQuarantined, account.id(), number);
    }

    @Override
    public List<Quarantined> listQuarantined(int limit) {
        return session.query(
                QUARANTINED + "ORDER BY a.id DESC LIMIT ?", SqlBounceReading::readQuarantined, account.id(), limit);
    }

    private static Quarantined readQuarantined(ResultRow row) throws SQLException {
        Optional<String> subject = row.optionalText(8);
        Long mail = row.numberOrNull(11);
        return new Quarantined(
                row.number(1),
                Instant.ofEpochMilli(row.number(2)),
                row.optionalText(3),
                row.optionalText(4),
                row.number(5),
                row.text(6),
                subject.isPresent()
                        ? Optional.of(new PersonalMail(
                                row.optionalText(7).map(EmailAddress::new),
                                subject.get(),
                                row.optionalText(9).orElse(""),
                                row.bool(10)))
                        : Optional.empty(),
                new Quarantined.RepliedMail(
                        Optional.ofNullable(mail).map(MailId::new),
                        row.optionalText(12).map(EmailAddress::new)));
    }

    @Override
    public Map<String, Boolean> findClaimed(Collection<String> uids) {
        Map<String, Boolean> claimed = new HashMap<>();
        session.queryIn(
                "SELECT uid, aside IS NOT NULL FROM bounce_message WHERE account = ? AND uid {in ?}",
                uids,
                row -> claimed.put(row.text(1), row.bool(2)),
                account.id());
        return claimed;
    }
}
