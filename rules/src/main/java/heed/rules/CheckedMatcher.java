package heed.rules;

import heed.model.Prospect;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides by one evaluator, and asks another about a sample: the first 1,000 prospects and one in 10,000 of all. Where
 * they differ one of them is wrong, nobody knows which, and that is an error.
 */
final class CheckedMatcher implements Matcher {
    private static final long FIRST = 1_000;
    private static final long ONE_IN = 10_000;

    private final List<Selector> selectors;
    private final Matcher evaluator;
    private final Matcher reference;
    private long decided;
    private boolean closed;

    /** Closes both. */
    CheckedMatcher(List<Selector> selectors, Matcher evaluator, Matcher reference) {
        this.selectors = selectors;
        this.evaluator = evaluator;
        this.reference = reference;
    }

    /** A match in the order in which matches are told. */
    private record Match(int place, int selector) {
        boolean before(Match other) {
            return place < other.place || (place == other.place && selector < other.selector);
        }
    }

    @Override
    public void match(List<Prospect> prospects, Matches matches) {
        if (closed) {
            throw new IllegalStateException("the matcher is closed");
        }
        long before = decided;
        decided += prospects.size();
        List<Integer> sample = sample(before, prospects.size());
        try {
            if (sample.isEmpty()) {
                evaluator.match(prospects, matches);
            } else {
                List<Match> told = new ArrayList<>();
                evaluator.match(prospects, (selector, place) -> {
                    if (sampled(before + place)) {
                        told.add(new Match(place, selector));
                    }
                    matches.matched(selector, place);
                });
                check(prospects, sample, told);
            }
        } catch (DecisionException | DisagreementException e) {
            close();
            throw e;
        }
    }

    private static boolean sampled(long number) {
        return number < FIRST || number % ONE_IN == 0;
    }

    private static List<Integer> sample(long from, int count) {
        List<Integer> places = new ArrayList<>();
        for (long number = from; number < from + count; number = sampled(number + 1) ? number + 1 : next(number)) {
            if (sampled(number)) {
                places.add((int) (number - from));
            }
        }
        return places;
    }

    private static long next(long number) {
        return (number / ONE_IN + 1) * ONE_IN;
    }

    private void check(List<Prospect> prospects, List<Integer> sample, List<Match> told) {
        List<Match> expected = new ArrayList<>();
        reference.match(
                sample.stream().map(prospects::get).toList(),
                (selector, index) -> expected.add(new Match(sample.get(index), selector)));
        int same = 0;
        while (same < told.size() && same < expected.size() && told.get(same).equals(expected.get(same))) {
            same++;
        }
        if (same < told.size() || same < expected.size()) {
            boolean tooMany = same == expected.size()
                    || (same < told.size() && told.get(same).before(expected.get(same)));
            Match wrong = tooMany ? told.get(same) : expected.get(same);
            throw new DisagreementException(
                    selectors.get(wrong.selector()).id(),
                    prospects.get(wrong.place()).key(),
                    tooMany);
        }
    }

    @Override
    public void close() {
        closed = true;
        evaluator.close();
        reference.close();
    }
}
