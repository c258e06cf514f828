package heed.store.internal.backup;

import heed.mail.SendState;
import heed.model.store.HeldWork;
import heed.model.store.StoreGeneration;
import heed.store.internal.sql.SqlSession;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The generations of a store. The first begins when the store is created, and each restore of a backup begins another. What
 * happened between the backup and the restore is unknown to the new one:
 *
 * <ul>
 *   <li>A mail that waited at the backup may have been sent since. Each run that has such mail, or that was under way, is
 *       paused. A mail without a run is unknown, because nobody could resume it.
 *   <li>A mail that was in flight is unknown.
 *   <li>A run that was under way has stopped and can be resumed.
 *   <li>The store has another id, so that the plans of the lost time are not carried out.
 *   <li>The numbers of mails begin behind all that the lost time can have used.
 * </ul>
 */
public final class GenerationTable {
    /** More mails than an account queues between a backup and its restore. */
    private static final long SKIPPED_MAILS = 1L << 30;

    private static final long MAILS_OF_ACCOUNT = 1L << 40;
    private static final String IN_FLIGHT =
            "it was in flight when the backup was made, and the store was restored since";
    private static final String WAITED = "it waited when the backup was made, and the store was restored since";

    private GenerationTable() {}

    /** Returns the number of the store's generation. */
    public static long number(SqlSession session) {
        return session.queryNumber("SELECT coalesce(max(number), 1) FROM generation");
    }

    /** Returns the generation if a restore began it; empty for the first one. */
    public static Optional<StoreGeneration> find(SqlSession session) {
        return session.findFirst(
                "SELECT number, started, backup FROM generation WHERE started IS NOT NULL ORDER BY number DESC LIMIT 1",
                row -> new StoreGeneration(
                        row.number(1), Instant.ofEpochMilli(row.number(2)), Instant.ofEpochMilli(row.number(3))));
    }

    /** Records in a restored store that a generation must begin, before anybody uses it. */
    public static void announce(SqlSession session, Instant backupTaken) {
        session.update("""
                INSERT INTO generation (number, former_id, backup, first_mail)
                SELECT ?1, id, ?2, 0 FROM store
                """, number(session) + 1, backupTaken.toEpochMilli());
    }

    /** Returns whether a generation is announced that has not begun. */
    public static boolean isAnnounced(SqlSession session) {
        return session.queryBoolean("SELECT EXISTS (SELECT 1 FROM generation WHERE started IS NULL)");
    }

    /** Begins the announced generation. */
    public static HeldWork begin(SqlSession session, Instant now) {
        byte[] id = new byte[16];
        new SecureRandom().nextBytes(id);
        session.update("UPDATE store SET id = ?", HexFormat.of().formatHex(id));
        long lastMail = session.queryNumber("""
                SELECT max(last) FROM (
                    SELECT coalesce(max(first_mail), 0) AS last FROM generation
                    UNION ALL
                    SELECT coalesce(max(m.id - (m.account - 1) * ?), 0) FROM mail m) AS numbers
                """, MAILS_OF_ACCOUNT);
        long firstMail = lastMail + SKIPPED_MAILS;
        session.dialect().skipMailNumbers(session, firstMail);
        session.update("DELETE FROM deliverer");

        long unknown = session.update(
                "UPDATE mail SET state = ?, detail = ?, changed = ?, holder = NULL WHERE holder IS NOT NULL AND due IS NULL",
                SendState.UNKNOWN.name(),
                IN_FLIGHT,
                now.toEpochMilli());
        session.update("UPDATE mail SET holder = NULL WHERE holder IS NOT NULL");
        unknown += session.update(
                "UPDATE mail SET state = ?, detail = ?, changed = ?, due = NULL WHERE due IS NOT NULL AND run IS NULL",
                SendState.UNKNOWN.name(),
                WAITED,
                now.toEpochMilli());
        long stopped = session.update("UPDATE run SET lease_until = ? WHERE worker IS NOT NULL", now.toString());
        long held = session.update("""
                INSERT INTO sending (run, paused)
                SELECT id, TRUE FROM run r WHERE r.finished IS NULL
                    OR EXISTS (SELECT 1 FROM mail m WHERE m.run = r.id AND m.due IS NOT NULL)
                ON CONFLICT (run) DO UPDATE SET paused = TRUE
                """);
        long waiting = session.queryNumber("SELECT count(*) FROM mail WHERE due IS NOT NULL");
        session.update(
                "UPDATE generation SET started = ?, first_mail = ? WHERE started IS NULL",
                now.toEpochMilli(),
                firstMail);
        return new HeldWork(held, waiting, unknown, stopped);
    }
}
