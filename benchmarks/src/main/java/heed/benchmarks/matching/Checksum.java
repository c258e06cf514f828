package heed.benchmarks.matching;

import heed.rules.Matcher;

/** Takes what matched: how many, and a sum that differs if any two matches were others. */
final class Checksum implements Matcher.MatchListener {
    private int offset;
    private long matches;
    private long checksum;

    /** The places that are told from now on are counted from there. */
    void setOffset(int place) {
        offset = place;
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
