package heed.rules;

import heed.model.prospect.Prospect;
import java.util.ArrayList;
import java.util.List;

/**
 * Evaluates with one matcher and verifies a sample with another: the first 1,000 prospects and one in 10,000 of all. If
 * the two differ, one of them is wrong and it is unknown which, so the difference is an error.
 */
final class CheckedMatcher implements Matcher {
    private static final long FIRST_SAMPLED = 1_000;
    private static final long SAMPLE_INTERVAL = 10_000;

    private final List<Selector> selectors;
    private final Matcher evaluator;
    private final Matcher reference;
    private long evaluatedCount;
    private boolean closed;

    /**
     * Creates a matcher that owns both matchers and closes them.
     *
     * @param selectors the selectors of the rule book, for the message of an error
     * @param evaluator evaluates all prospects
     * @param reference evaluates the sample again
     */
    CheckedMatcher(List<Selector> selectors, Matcher evaluator, Matcher reference) {
        this.selectors = selectors;
        this.evaluator = evaluator;
        this.reference = reference;
    }

    /** A match; {@link #isBefore} is the order in which matches are reported. */
    private record Match(int index, int selector) {
        boolean isBefore(Match other) {
            return index < other.index || (index == other.index && selector < other.selector);
        }
    }

    @Override
    public void match(List<Prospect> prospects, MatchListener listener) {
        if (closed) {
            throw new IllegalStateException("the matcher is closed");
        }
        long before = evaluatedCount;
        evaluatedCount += prospects.size();
        List<Integer> sample = sampleIndexes(before, prospects.size());
        try {
            if (sample.isEmpty()) {
                evaluator.match(prospects, listener);
            } else {
                List<Match> reported = new ArrayList<>();
                evaluator.match(prospects, (selector, index) -> {
                    if (isSampled(before + index)) {
                        reported.add(new Match(index, selector));
                    }
                    listener.onMatch(selector, index);
                });
                verify(prospects, sample, reported);
            }
        } catch (DecisionException | DisagreementException e) {
            close();
            throw e;
        }
    }

    private static boolean isSampled(long number) {
        return number < FIRST_SAMPLED || number % SAMPLE_INTERVAL == 0;
    }

    private static List<Integer> sampleIndexes(long from, int count) {
        List<Integer> indexes = new ArrayList<>();
        for (long number = from;
                number < from + count;
                number = isSampled(number + 1) ? number + 1 : nextSampled(number)) {
            if (isSampled(number)) {
                indexes.add((int) (number - from));
            }
        }
        return indexes;
    }

    private static long nextSampled(long number) {
        return (number / SAMPLE_INTERVAL + 1) * SAMPLE_INTERVAL;
    }

    private void verify(List<Prospect> prospects, List<Integer> sample, List<Match> reported) {
        List<Match> expected = new ArrayList<>();
        reference.match(
                sample.stream().map(prospects::get).toList(),
                (selector, index) -> expected.add(new Match(sample.get(index), selector)));
        // The first match in which the two lists differ names the selector and the prospect.
        int commonLength = 0;
        while (commonLength < reported.size()
                && commonLength < expected.size()
                && reported.get(commonLength).equals(expected.get(commonLength))) {
            commonLength++;
        }
        if (commonLength < reported.size() || commonLength < expected.size()) {
            boolean wronglySelected = commonLength == expected.size()
                    || (commonLength < reported.size()
                            && reported.get(commonLength).isBefore(expected.get(commonLength)));
            Match wrong = wronglySelected ? reported.get(commonLength) : expected.get(commonLength);
            throw new DisagreementException(
                    selectors.get(wrong.selector()).id(),
                    prospects.get(wrong.index()).key(),
                    wronglySelected);
        }
    }

    @Override
    public long failedBatchCount() {
        return evaluator.failedBatchCount();
    }

    @Override
    public void close() {
        closed = true;
        evaluator.close();
        reference.close();
    }
}
