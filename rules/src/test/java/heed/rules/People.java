package heed.rules;

import static org.assertj.core.api.Assertions.assertThat;

import heed.filters.Criterion;
import heed.filters.Operator;
import heed.model.Field;
import heed.model.FieldCatalog;
import heed.model.Moment;
import heed.model.Prospect;
import heed.model.ProspectId;
import heed.model.Value;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prospects, criteria and rule books in few words, for tests. */
final class People {
    static final Moment MOMENT = new Moment(Instant.parse("2026-05-06T12:00:00Z"), ZoneOffset.UTC);

    private People() {}

    static Prospect prospect(long key, Map<Field, Value> held) {
        @Nullable Value[] values = new Value[FieldCatalog.standard().size()];
        held.forEach((field, value) -> values[field.slot()] = value);
        return new Prospect(new ProspectId(key), values);
    }

    static Criterion is(Field field, Value... values) {
        return compared(field, Operator.EQUALS, values);
    }

    static Criterion compared(Field field, Operator operator, Value... values) {
        return new Criterion.Comparison(field, operator, List.of(values));
    }

    static Criterion all(Criterion... parts) {
        return new Criterion.All(List.of(parts));
    }

    static Criterion any(Criterion... parts) {
        return new Criterion.Any(List.of(parts));
    }

    /** Selectors named by their place, from 1. */
    static RuleBook book(Moment moment, List<Criterion> criteria) {
        List<Selector> selectors = new ArrayList<>();
        criteria.forEach(who -> selectors.add(new Selector(Integer.toString(selectors.size() + 1), who)));
        return RuleBook.compile(selectors, moment);
    }

    static RuleBook book(Criterion... criteria) {
        return book(MOMENT, List.of(criteria));
    }

    /** As "selector: prospect", in the order of being told; both evaluators tell the same. */
    static List<String> matches(RuleBook book, List<Prospect> prospects) {
        List<String> told = named(book, prospects, told(book.matcher(), prospects));
        assertThat(named(book, prospects, told(book.bulkMatcher(), prospects))).isEqualTo(told);
        return told;
    }

    private static List<String> named(RuleBook book, List<Prospect> prospects, List<String> told) {
        return told.stream()
                .map(match -> match.split(" "))
                .map(match -> book.selectors().get(Integer.parseInt(match[0])).id() + ": "
                        + prospects.get(Integer.parseInt(match[1])).key())
                .toList();
    }

    /** Walks the network whatever comes: no session that it could leave prospects to. */
    static Matcher walking(RuleBook book) {
        return new BulkMatcher(book.coded().orElseThrow(), new Matcher() {
            @Override
            public void match(List<Prospect> prospects, Matches matches) {
                throw new AssertionError("left to the session");
            }

            @Override
            public void close() {}
        });
    }

    /** As "selector place", in the order of being told; the matcher is closed then. */
    static List<String> told(Matcher matcher, List<Prospect> prospects) {
        List<String> told = new ArrayList<>();
        try (matcher) {
            matcher.match(prospects, (selector, place) -> told.add(selector + " " + place));
        }
        return told;
    }
}
