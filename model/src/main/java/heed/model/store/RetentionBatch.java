package heed.model.store;

/**
 * What one transaction dropped.
 *
 * @param deleted how many
 * @param lastSequence the sequence of the last fact that it looked at
 * @param hasMore whether there are facts behind that
 */
public record RetentionBatch(long deleted, long lastSequence, boolean hasMore) {}
