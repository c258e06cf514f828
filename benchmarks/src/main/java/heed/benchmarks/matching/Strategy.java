package heed.benchmarks.matching;

import heed.model.prospect.Prospect;
import heed.rules.Matcher;
import heed.rules.RuleBook;
import java.util.List;

/** A way to decide prospects: those from a place on and before another, of all that it was made for. */
@FunctionalInterface
public interface Strategy {
    void evaluate(int from, int end, Checksum checksum);

    /** In batches, as a run does. */
    int BATCH = 5_000;

    /** By the bulk matcher, its sample by a session included. */
    static Strategy bulk(RuleBook book, List<Prospect> prospects) {
        return (from, end, checksum) -> {
            try (Matcher matcher = book.bulkMatcher()) {
                match(matcher, prospects, from, end, checksum);
            }
        };
    }

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
