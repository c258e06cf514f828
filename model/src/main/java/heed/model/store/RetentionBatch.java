package heed.model.store;

/**
 * The result of one transaction that deletes old facts.
 *
 * @param deleted the number of deleted facts
 * @param lastSequence the sequence of the last fact that was examined
 * @param hasMore whether there are facts after it
 */
public record RetentionBatch(long deleted, long lastSequence, boolean hasMore) {}
