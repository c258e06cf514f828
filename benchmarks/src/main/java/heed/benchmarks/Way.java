package heed.benchmarks;

import heed.model.prospect.Prospect;
import heed.rules.Matcher;
import heed.rules.RuleBook;
import java.util.List;

/** A way to decide prospects: those from a place on and before another, of all that it was made for. */
@FunctionalInterface
interface Way {
    void decide(int from, int end, Sum sum);

    /** In batches, as a run does. */
    int BATCH = 5_000;

    /** By the bulk matcher, its sample by a session included. */
    static Way bulk(RuleBook book, List<Prospect> prospects) {
        return (from, end, sum) -> {
            try (Matcher matcher = book.bulkMatcher()) {
                match(matcher, prospects, from, end, sum);
            }
        };
    }

    static Way session(RuleBook book, List<Prospect> prospects) {
        return (from, end, sum) -> {
            try (Matcher matcher = book.sessionMatcher()) {
                match(matcher, prospects, from, end, sum);
            }
        };
    }

    private static void match(Matcher matcher, List<Prospect> prospects, int from, int end, Sum sum) {
        for (int first = from; first < end; first += BATCH) {
            sum.startAt(first);
            matcher.match(prospects.subList(first, Math.min(first + BATCH, end)), sum);
        }
    }
}
