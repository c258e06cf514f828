package heed.store.internal.facts;

import heed.model.prospect.ProspectFlag;
import heed.model.store.RetentionBatch;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlSession;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Deletes old facts: see {@link heed.model.store.UnitOfWork#deleteFacts}. */
public final class FactRetention {
    /**
     * The facts that may be deleted. Clocks differ, so a fact that follows a newer one of the same field in sequence is kept
     * even if its own time is older: the remaining facts of a field are the end of its history, without a gap.
     */
    private static final String OLD_FACTS = """
            FROM fact f JOIN provenance v ON v.id = f.provenance
            WHERE f.prospect > ?1 AND f.prospect <= ?2 AND f.field IS NOT NULL AND f.field NOT IN (%d, %d) AND v.at < ?3
                AND NOT EXISTS (SELECT 1 FROM fact e JOIN provenance w ON w.id = e.provenance
                    WHERE e.prospect = f.prospect AND e.field = f.field AND e.sequence < f.sequence AND w.at >= ?3)
            """.formatted(
                    ProspectFlag.EMAIL_OPT_OUT.field().slot(),
                    ProspectFlag.BOUNCED.field().slot());

    private FactRetention() {}

    /** @param creator the import that created the prospect of the fact; null if no run did */
    private record OldFact(
            long sequence, @Nullable Long run, @Nullable Long creator) {}

    /** Returns the number of facts that {@link #delete} would delete in all. */
    public static long countDeletable(SqlSession session, AccountKey account, Instant before) {
        return session.queryNumber(
                "SELECT count(*) " + OLD_FACTS, account.keyFloor(), account.maxKey(), toSortableText(before));
    }

    /**
     * Deletes the old facts among the next facts of the store.
     *
     * @param after the sequence number after which to continue, 0 at first
     * @param limit how many facts of the store to read
     */
    public static RetentionBatch delete(SqlSession session, AccountKey account, Instant before, long after, int limit) {
        long lastSequence = session.queryNumber("""
                SELECT coalesce(max(sequence), 0)
                FROM (SELECT sequence FROM fact WHERE sequence > ? ORDER BY sequence LIMIT ?) following
                """, after, limit);
        if (lastSequence == 0) {
            return new RetentionBatch(0, after, false);
        }
        List<OldFact> oldFacts = session.query(
                "SELECT f.sequence, f.run, (SELECT c.run FROM fact c WHERE c.prospect = f.prospect AND c.field IS NULL) "
                        + OLD_FACTS + " AND f.sequence > ?4 AND f.sequence <= ?5",
                row -> new OldFact(row.number(1), row.numberOrNull(2), row.numberOrNull(3)),
                account.keyFloor(),
                account.maxKey(),
                toSortableText(before),
                after,
                lastSequence);
        // The undo of an import removes a prospect that nobody else has changed, which only the facts tell.
        List<Long> runs = oldFacts.stream()
                .flatMap(fact -> Stream.of(Optional.ofNullable(fact.run), Optional.ofNullable(fact.creator)))
                .flatMap(Optional::stream)
                .distinct()
                .toList();
        if (!runs.isEmpty()) {
            session.update("UPDATE run SET facts_dropped = TRUE WHERE id {in ?}", runs);
        }
        if (!oldFacts.isEmpty()) {
            session.update(
                    "DELETE FROM fact WHERE sequence {in ?}",
                    oldFacts.stream().map(OldFact::sequence).toList());
        }
        return new RetentionBatch(oldFacts.size(), lastSequence, true);
    }

    /**
     * Returns the time as stored, in ISO 8601, without the Z at its end: so it sorts before all times within its second.
     */
    private static String toSortableText(Instant before) {
        String text = before.toString();
        return text.substring(0, text.length() - 1);
    }
}
