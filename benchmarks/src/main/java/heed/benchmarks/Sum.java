package heed.benchmarks;

import heed.rules.Matcher;

/** Takes what matched: how many, and a sum that differs if any two matches were others. */
final class Sum implements Matcher.MatchListener {
    private int start;
    private long matches;
    private long checksum;

    /** The places that are told from now on are counted from there. */
    void startAt(int place) {
        start = place;
    }

    @Override
    public void onMatch(int selector, int place) {
        matches++;
        checksum += (selector + 1L) * 1_000_003 ^ (start + place);
    }

    long matches() {
        return matches;
    }

    long checksum() {
        return checksum;
    }
}
