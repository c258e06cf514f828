package heed.rules;

import static org.assertj.core.api.Assertions.assertThat;

import heed.filters.Criterion;
import heed.filters.Operator;
import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import heed.model.field.Value;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectId;
import heed.model.run.EvaluationTime;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Creates prospects, criteria and rule books for tests. */
final class RuleFixtures {
    static final EvaluationTime EVALUATION_TIME =
            new EvaluationTime(Instant.parse("2026-05-06T12:00:00Z"), ZoneOffset.UTC);

    private RuleFixtures() {}

    static Prospect prospect(long key, Map<Field, Value> valuesByField) {
        @Nullable Value[] values = new Value[FieldCatalog.standard().size()];
        valuesByField.forEach((field, value) -> values[field.slot()] = value);
        return new Prospect(new ProspectId(key), values);
    }

    static Criterion is(Field field, Value... values) {
        return comparison(field, Operator.EQUALS, values);
    }

    static Criterion comparison(Field field, Operator operator, Value... values) {
        return new Criterion.Comparison(field, operator, List.of(values));
    }

    static Criterion all(Criterion... parts) {
        return new Criterion.All(List.of(parts));
    }

    static Criterion any(Criterion... parts) {
        return new Criterion.Any(List.of(parts));
    }

    /** Compiles a rule book whose selectors are named by their position, from 1. */
    static RuleBook book(EvaluationTime evaluationTime, List<Criterion> criteria) {
        List<Selector> selectors = new ArrayList<>();
        criteria.forEach(criterion -> selectors.add(new Selector(Integer.toString(selectors.size() + 1), criterion)));
        return RuleBook.compile(selectors, evaluationTime);
    }

    static RuleBook book(Criterion... criteria) {
        return book(EVALUATION_TIME, List.of(criteria));
    }

    /**
     * Returns the matches as "selector: prospect" in the order in which they are reported, and verifies that both
     * evaluators report the same.
     */
    static List<String> matches(RuleBook book, List<Prospect> prospects) {
        List<String> matches = withNames(book, prospects, collectMatches(book.sessionMatcher(), prospects));
        assertThat(withNames(book, prospects, collectMatches(book.bulkMatcher(), prospects)))
                .isEqualTo(matches);
        return matches;
    }

    private static List<String> withNames(RuleBook book, List<Prospect> prospects, List<String> matches) {
        return matches.stream()
                .map(match -> match.split(" "))
                .map(match -> book.selectors().get(Integer.parseInt(match[0])).id() + ": "
                        + prospects.get(Integer.parseInt(match[1])).key())
                .toList();
    }

    /** Returns a bulk matcher without a session that could evaluate failed batches. */
    static Matcher bulkMatcherAlone(RuleBook book) {
        return new BulkMatcher(book.encodedNetwork().orElseThrow(), new Matcher() {
            @Override
            public void match(List<Prospect> prospects, MatchListener listener) {
                throw new AssertionError("a batch failed");
            }

            @Override
            public void close() {}
        });
    }

    /** Returns the matches as "selector index" in the order in which they are reported, and closes the matcher. */
    static List<String> collectMatches(Matcher matcher, List<Prospect> prospects) {
        List<String> matches = new ArrayList<>();
        try (matcher) {
            matcher.match(prospects, (selector, index) -> matches.add(selector + " " + index));
        }
        return matches;
    }
}
