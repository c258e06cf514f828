package heed.store.internal.outbox;

import heed.mail.outbox.UnsettledMail;
import heed.model.run.RunId;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlSession;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The queue of an account's waiting mails, by due time. The index orders them by run, so that a query skips the mails
 * of a paused run in one step, however many there are.
 */
final class MailQueue {
    /** The runs with waiting mails, each found by one step in the index. A NULL at the end stands for no run. */
    private static final String WAITING_RUNS = """
            WITH RECURSIVE waiting(run) AS (
                SELECT min(run) FROM mail WHERE account = ?1 AND due IS NOT NULL AND holder IS NULL
                UNION ALL
                SELECT (SELECT min(m.run) FROM mail m
                        WHERE m.account = ?1 AND m.due IS NOT NULL AND m.holder IS NULL AND m.run > waiting.run)
                FROM waiting WHERE waiting.run IS NOT NULL)
            """;

    private static final String UNSETTLED_RUNS = WAITING_RUNS + """
            SELECT run FROM waiting WHERE run IS NOT NULL
            UNION
            SELECT run FROM mail WHERE account = ?1 AND holder IS NOT NULL AND run IS NOT NULL
            """;

    /** The waiting runs that are neither paused nor cancelled, with the due time of the first mail. */
    private static final String RUN_QUEUES = WAITING_RUNS + """
            SELECT run, first FROM (
                SELECT w.run AS run,
                    CASE WHEN w.run IS NULL
                        THEN (SELECT min(m.due) FROM mail m
                            WHERE m.account = ?1 AND m.run IS NULL AND m.due IS NOT NULL AND m.holder IS NULL)
                        ELSE (SELECT min(m.due) FROM mail m
                            WHERE m.account = ?1 AND m.run = w.run AND m.due IS NOT NULL AND m.holder IS NULL)
                    END AS first
                FROM waiting w
                WHERE NOT EXISTS (SELECT 1 FROM sending s WHERE s.run = w.run AND (s.paused OR s.cancelled))) AS runs
            WHERE first IS NOT NULL ORDER BY first
            """;

    private static final String NEXT = """
            SELECT id, due FROM mail WHERE account = ?1 AND %s AND due IS NOT NULL AND holder IS NULL AND due <= ?2
            ORDER BY due, id LIMIT ?3 {skip locked}
            """;
    private static final String NEXT_OF_RUN = NEXT.formatted("run = ?4");
    private static final String NEXT_OF_NONE = NEXT.formatted("run IS NULL");

    /** Of held mails: those in flight, and those that wait in a run that is neither paused nor cancelled. */
    private static final String HELD_OF_OPEN_RUNS =
            "(m.due IS NULL OR NOT EXISTS (SELECT 1 FROM sending s WHERE s.run = m.run AND (s.paused OR s.cancelled)))";

    private static final String QUEUED_OF_OPEN_RUNS = "m.state = 'QUEUED' AND " + HELD_OF_OPEN_RUNS;

    private final SqlSession session;
    private final AccountKey account;

    private record RunQueue(@Nullable Long run, long firstDue) {}

    private record DueMail(long id, long due) {}

    MailQueue(SqlSession session, AccountKey account) {
        this.session = session;
        this.account = account;
    }

    private List<RunQueue> runQueues() {
        return session.query(RUN_QUEUES, row -> new RunQueue(row.numberOrNull(1), row.number(2)), account.id());
    }

    Optional<Instant> findNextDue() {
        return runQueues().stream().findFirst().map(runQueue -> Instant.ofEpochMilli(runQueue.firstDue));
    }

    UnsettledMail findUnsettled(Optional<RunId> run) {
        List<RunQueue> queues = runQueues().stream()
                .filter(queue -> run.isEmpty() || run.map(RunId::value).equals(Optional.ofNullable(queue.run)))
                .toList();
        return new UnsettledMail(
                queues.stream().anyMatch(this::hasQueued) || isAnyHeld(run, QUEUED_OF_OPEN_RUNS),
                queues.stream().findFirst().map(queue -> Instant.ofEpochMilli(queue.firstDue)),
                isAnyHeld(run, HELD_OF_OPEN_RUNS));
    }

    Set<RunId> findUnsettledRuns() {
        return Set.copyOf(session.query(UNSETTLED_RUNS, row -> new RunId(row.number(1)), account.id()));
    }

    private boolean hasQueued(RunQueue queue) {
        return queue.run == null
                ? session.queryBoolean(
                        "SELECT EXISTS (SELECT 1 FROM mail WHERE account = ? AND run IS NULL AND due IS NOT NULL"
                                + " AND state = 'QUEUED')",
                        account.id())
                : session.queryBoolean(
                        "SELECT EXISTS (SELECT 1 FROM mail WHERE run = ? AND state = 'QUEUED' AND due IS NOT NULL)",
                        queue.run);
    }

    private boolean isAnyHeld(Optional<RunId> run, String condition) {
        List<Object> values = new ArrayList<>(List.of(account.id()));
        run.ifPresent(id -> values.add(id.value()));
        return session.queryBoolean(
                "SELECT EXISTS (SELECT 1 FROM mail m WHERE m.account = ? AND m.holder IS NOT NULL"
                        + (run.isPresent() ? " AND m.run = ?" : "") + " AND " + condition + ")",
                values.toArray());
    }

    /**
     * Locks the next mails that are due and returns their ids in order. It leaves out mails that others have locked.
     */
    List<Long> lockDue(int limit, Instant now) {
        List<DueMail> dueMails = new ArrayList<>();
        for (RunQueue runQueue : runQueues()) {
            boolean enough = dueMails.size() >= limit && runQueue.firstDue > dueMails.get(limit - 1).due;
            if (runQueue.firstDue > now.toEpochMilli() || enough) {
                break; // the later runs have nothing to add either
            }
            dueMails.addAll(nextOfRun(runQueue, limit, now));
            dueMails.sort(Comparator.comparingLong(DueMail::due).thenComparingLong(DueMail::id));
        }
        return dueMails.stream().limit(limit).map(DueMail::id).toList();
    }

    private List<DueMail> nextOfRun(RunQueue runQueue, int limit, Instant now) {
        List<Object> values = new ArrayList<>(List.of(account.id(), now.toEpochMilli(), limit));
        Optional.ofNullable(runQueue.run).ifPresent(values::add);
        return session.query(
                runQueue.run == null ? NEXT_OF_NONE : NEXT_OF_RUN,
                row -> new DueMail(row.number(1), row.number(2)),
                values.toArray());
    }
}
