package heed.store.internal.bounces;

import heed.bounces.BounceReason;
import heed.bounces.marking.BounceWork.Volume;
import heed.bounces.marking.MarkingPause;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlSession;
import heed.store.internal.sql.SqlSession.ResultRow;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The table of marking pauses, during which marking waits for a person's decision. */
final class MarkingPauseTable {
    private final SqlSession session;
    private final AccountKey account;

    MarkingPauseTable(SqlSession session, AccountKey account) {
        this.session = session;
        this.account = account;
    }

    /** Returns all pauses, the newest first. */
    List<MarkingPause> list() {
        return session.query("""
                SELECT id, domain, reason, since, hour, bounces, mails, ended, was_real, actor FROM bounce_pause
                WHERE account = ? ORDER BY id DESC
                """, MarkingPauseTable::read, account.id());
    }

    /**
     * Returns the pauses for any of these reasons, of any of these domains or of all domains together, the newest first.
     */
    List<MarkingPause> find(Set<BounceReason> reasons, Set<String> domains) {
        Set<String> scopes = new TreeSet<>(domains);
        scopes.add(HourlyCounter.ALL_DOMAINS);
        return session.query(
                """
                SELECT id, domain, reason, since, hour, bounces, mails, ended, was_real, actor FROM bounce_pause
                WHERE account = ? AND reason {in ?} AND domain {in ?} ORDER BY id DESC
                """,
                MarkingPauseTable::read,
                account.id(),
                reasons.stream().map(Enum::name).toList(),
                scopes);
    }

    /**
     * Starts a pause.
     *
     * @param domain empty for all domains together
     */
    MarkingPause start(Optional<String> domain, BounceReason reason, Instant hour, Volume volume, Instant now) {
        long id = session.queryNumber(
                """
                INSERT INTO bounce_pause (account, domain, reason, since, hour, bounces, mails) VALUES (?, ?, ?, ?, ?, ?, ?)
                RETURNING id
                """,
                account.id(),
                domain.orElse(HourlyCounter.ALL_DOMAINS),
                reason.name(),
                now.toEpochMilli(),
                hour.toEpochMilli(),
                volume.bounces(),
                volume.mails());
        return new MarkingPause(id, domain, reason, now, hour, volume.bounces(), volume.mails(), Optional.empty());
    }

    void end(MarkingPause pause, MarkingPause.PauseEnd end) {
        session.update(
                "UPDATE bounce_pause SET ended = ?, was_real = ?, actor = ? WHERE account = ? AND id = ?",
                end.endedAt().toEpochMilli(),
                end.confirmed(),
                end.actor(),
                account.id(),
                pause.number());
    }

    private static MarkingPause read(ResultRow row) throws SQLException {
        String domain = row.text(2);
        Long endMillis = row.numberOrNull(8);
        return new MarkingPause(
                row.number(1),
                domain.isEmpty() ? Optional.empty() : Optional.of(domain),
                BounceReason.valueOf(row.text(3)),
                Instant.ofEpochMilli(row.number(4)),
                Instant.ofEpochMilli(row.number(5)),
                row.number(6),
                row.number(7),
                endMillis == null
                        ? Optional.empty()
                        : Optional.of(new MarkingPause.PauseEnd(
                                Instant.ofEpochMilli(endMillis),
                                row.bool(9),
                                row.optionalText(10).orElse(""))));
    }
}
