package heed.store.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which of an account's waiting mails come next. The index has them run by run: those of a paused run, however many, are
 * stepped over at once.
 */
final class MailQueue {
    /** Each run with waiting mails, found by a step in the index; at last none, which stands for mails without a run. */
    private static final String FIRSTS = """
            WITH RECURSIVE waiting(run) AS (
                SELECT min(run) FROM mail WHERE account = ?1 AND due IS NOT NULL
                UNION ALL
                SELECT (SELECT min(m.run) FROM mail m WHERE m.account = ?1 AND m.due IS NOT NULL AND m.run > waiting.run)
                FROM waiting WHERE waiting.run IS NOT NULL)
            SELECT run, first FROM (
                SELECT w.run AS run,
                    CASE WHEN w.run IS NULL
                        THEN (SELECT min(m.due) FROM mail m WHERE m.account = ?1 AND m.run IS NULL AND m.due IS NOT NULL)
                        ELSE (SELECT min(m.due) FROM mail m WHERE m.account = ?1 AND m.run = w.run AND m.due IS NOT NULL)
                    END AS first
                FROM waiting w
                WHERE NOT EXISTS (SELECT 1 FROM sending s WHERE s.run = w.run AND (s.paused OR s.cancelled))) AS runs
            WHERE first IS NOT NULL ORDER BY first
            """;

    private static final String NEXT = """
            SELECT id, due FROM mail WHERE account = ?1 AND %s AND due IS NOT NULL AND due <= ?2
            ORDER BY due, id LIMIT ?3 {free}
            """;
    private static final String NEXT_OF_RUN = NEXT.formatted("run = ?4");
    private static final String NEXT_OF_NONE = NEXT.formatted("run IS NULL");

    private final Session session;
    private final Owner owner;

    private record First(@Nullable Long run, long due) {}

    private record Due(long id, long due) {}

    MailQueue(Session session, Owner owner) {
        this.session = session;
        this.owner = owner;
    }

    private List<First> firsts() {
        return session.list(FIRSTS, row -> new First(row.numberOrNull(1), row.number(2)), owner.account());
    }

    Optional<Instant> first() {
        return firsts().stream().findFirst().map(first -> Instant.ofEpochMilli(first.due));
    }

    /** The ids of the next that are due, in their order, held; those that somebody else holds are left out. */
    List<Long> due(int limit, Instant now) {
        List<Due> next = new ArrayList<>();
        for (First first : firsts()) {
            boolean enough = next.size() >= limit && first.due > next.get(limit - 1).due;
            if (first.due > now.toEpochMilli() || enough) {
                break; // and so are the others
            }
            next.addAll(next(first, limit, now));
            next.sort(Comparator.comparingLong(Due::due).thenComparingLong(Due::id));
        }
        return next.stream().limit(limit).map(Due::id).toList();
    }

    private List<Due> next(First first, int limit, Instant now) {
        List<Object> values = new ArrayList<>(List.of(owner.account(), now.toEpochMilli(), limit));
        Optional.ofNullable(first.run).ifPresent(values::add);
        return session.list(
                first.run == null ? NEXT_OF_NONE : NEXT_OF_RUN,
                row -> new Due(row.number(1), row.number(2)),
                values.toArray());
    }
}
