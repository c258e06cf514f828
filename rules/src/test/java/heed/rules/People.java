package heed.rules;

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

    /** As "selector: prospect", in the order of being told. */
    static List<String> matches(RuleBook book, List<Prospect> prospects) {
        List<String> matches = new ArrayList<>();
        try (Matcher matcher = book.matcher()) {
            matcher.match(
                    prospects,
                    (selector, prospect) ->
                            matches.add(book.selectors().get(selector).id() + ": " + prospect.key()));
        }
        return matches;
    }
}
