package heed.benchmarks.matching;

import heed.rules.Matcher;

/** Counts matches, and sums them so that different matches very probably give a different sum. */
final class Checksum implements Matcher.MatchListener {
    private int offset;
    private long matches;
    private long checksum;

    /** Sets the index of the prospect that the next reported places count from. */
    void setOffset(int index) {
        offset = index;
    }

    @Override
    public void onMatch(int selector, int place) {
        matches++;
        checksum += (selector + 1L) * 1_000_003 ^ (offset + place);
    }

    long matches() {
        return matches;
    }

    long checksum() {
        return checksum;
    }
}
