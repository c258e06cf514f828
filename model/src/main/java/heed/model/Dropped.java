package heed.model;

/**
 * What one transaction dropped.
 *
 * @param facts how many
 * @param through the sequence of the last fact that it looked at
 * @param more whether there are facts behind that
 */
public record Dropped(long facts, long through, boolean more) {}
