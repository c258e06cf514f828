package heed.store.internal;

import heed.model.prospect.ProspectFlag;
import heed.model.store.RetentionBatch;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Facts that may be dropped: see {@link heed.model.store.UnitOfWork#deleteFacts}. */
final class OldFacts {
    /** Clocks differ: a fact behind one that stays stays too, so that what stays of a field is its end, without a gap. */
    private static final String OLD = """
            FROM fact f JOIN provenance v ON v.id = f.provenance
            WHERE f.prospect > ?1 AND f.prospect <= ?2 AND f.field IS NOT NULL AND f.field NOT IN (%d, %d) AND v.at < ?3
                AND NOT EXISTS (SELECT 1 FROM fact e JOIN provenance w ON w.id = e.provenance
                    WHERE e.prospect = f.prospect AND e.field = f.field AND e.sequence < f.sequence AND w.at >= ?3)
            """.formatted(
                    ProspectFlag.EMAIL_OPT_OUT.field().slot(),
                    ProspectFlag.BOUNCED.field().slot());

    private OldFacts() {}

    private record Old(long sequence, @Nullable Long run) {}

    static long count(Session session, Owner owner, Instant before) {
        return session.number("SELECT count(*) " + OLD, owner.before(), owner.last(), text(before));
    }

    static RetentionBatch drop(Session session, Owner owner, Instant before, long after, int facts) {
        long last = session.number("""
                SELECT coalesce(max(sequence), 0)
                FROM (SELECT sequence FROM fact WHERE sequence > ? ORDER BY sequence LIMIT ?) following
                """, after, facts);
        if (last == 0) {
            return new RetentionBatch(0, after, false);
        }
        List<Old> old = session.list(
                "SELECT f.sequence, f.run " + OLD + " AND f.sequence > ?4 AND f.sequence <= ?5",
                row -> new Old(row.number(1), row.numberOrNull(2)),
                owner.before(),
                owner.last(),
                text(before),
                after,
                last);
        List<Long> runs =
                old.stream().map(Old::run).filter(Objects::nonNull).distinct().toList();
        if (!runs.isEmpty()) {
            session.update("UPDATE run SET facts_dropped = TRUE WHERE id {in ?}", runs);
        }
        if (!old.isEmpty()) {
            session.update(
                    "DELETE FROM fact WHERE sequence {in ?}",
                    old.stream().map(Old::sequence).toList());
        }
        return new RetentionBatch(old.size(), last, true);
    }

    /** Times are kept as ISO 8601 text: without its end, one is before all that have parts of its second. */
    private static String text(Instant before) {
        String text = before.toString();
        return text.substring(0, text.length() - 1);
    }
}
