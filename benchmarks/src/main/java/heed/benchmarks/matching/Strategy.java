package heed.benchmarks.matching;

import heed.model.prospect.Prospect;
import heed.rules.Matcher;
import heed.rules.RuleBook;
import java.util.List;

/** A way to evaluate automations on a fixed list of prospects. */
@FunctionalInterface
public interface Strategy {
    /** Evaluates the prospects with the indexes from one index to before another, and reports the matches. */
    void evaluate(int from, int end, Checksum checksum);

    /** The number of prospects in a batch of the matchers, as in a run. */
    int BATCH = 5_000;

    /** Returns the bulk matcher, with the sample that it also evaluates in a session. */
    static Strategy bulk(RuleBook book, List<Prospect> prospects) {
        return (from, end, checksum) -> {
            try (Matcher matcher = book.bulkMatcher()) {
                match(matcher, prospects, from, end, checksum);
            }
        };
    }

    /** Returns the matcher that evaluates all prospects in sessions. */
    static Strategy session(RuleBook book, List<Prospect> prospects) {
        return (from, end, checksum) -> {
            try (Matcher matcher = book.sessionMatcher()) {
                match(matcher, prospects, from, end, checksum);
            }
        };
    }

    private static void match(Matcher matcher, List<Prospect> prospects, int from, int end, Checksum checksum) {
        for (int first = from; first < end; first += BATCH) {
            checksum.setOffset(first);
            matcher.match(prospects.subList(first, Math.min(first + BATCH, end)), checksum);
        }
    }
}
