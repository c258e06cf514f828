package heed.rules;

import heed.filters.Criterion;
import heed.filters.Operator;
import heed.filters.PredicateOf;
import heed.filters.TimeFrame;
import heed.model.Field;
import heed.model.Moment;
import heed.model.Value;
import heed.model.ValueType;
import java.time.LocalDate;
import java.time.zone.ZoneOffsetTransition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The reading of a criterion for Drools, at a moment: what Drools can index becomes a conjunct of its own, everything else
 * is asked by its plain reading.
 */
final class DroolsOf implements Criterion.Visitor<List<Conjunct>> {
    private final Moment moment;

    private DroolsOf(Moment moment) {
        this.moment = moment;
    }

    /** What a prospect must meet all of, each condition once. */
    static List<Conjunct> criterion(Criterion criterion, Moment moment) {
        Map<String, Conjunct> byId = new LinkedHashMap<>();
        criterion.accept(new DroolsOf(moment)).forEach(conjunct -> byId.put(conjunct.id(), conjunct));
        return List.copyOf(byId.values());
    }

    @Override
    public List<Conjunct> all(Criterion.All all) {
        return all.parts().stream().flatMap(part -> part.accept(this).stream()).toList();
    }

    /** Equalities of one field are one equality. */
    @Override
    public List<Conjunct> any(Criterion.Any any) {
        Optional<IndexedField> field = Optional.empty();
        SortedSet<Comparable<?>> keys = new TreeSet<>();
        for (Criterion part : any.parts()) {
            List<Conjunct> read = part.accept(this);
            if (any.parts().size() == 1) {
                return read;
            }
            if (read.size() != 1
                    || !(read.get(0) instanceof Conjunct.Equality equality)
                    || !field.orElse(equality.field()).equals(equality.field())) {
                return asked(any);
            }
            field = Optional.of(equality.field());
            keys.addAll(equality.keys());
        }
        return List.of(new Conjunct.Equality(field.orElseThrow(), keys));
    }

    @Override
    public List<Conjunct> not(Criterion.Not not) {
        return asked(not);
    }

    @Override
    public List<Conjunct> presence(Criterion.Presence presence) {
        return asked(presence);
    }

    @Override
    public List<Conjunct> timeFrame(Criterion.InTimeFrame timeFrame) {
        if (timeFrame.negated() || timeFrame.frames().size() > 1) {
            return asked(timeFrame);
        }
        TimeFrame.Days days = timeFrame.frames().get(0).at(moment);
        return within(days, timeFrame.field()).orElseGet(() -> asked(timeFrame));
    }

    @Override
    public List<Conjunct> comparison(Criterion.Comparison comparison) {
        Field field = comparison.field();
        List<Value> values = comparison.values();
        boolean ofItsType = values.stream().allMatch(value -> value.type() == field.type());
        if (comparison.operator() == Operator.EQUALS && ofItsType) {
            IndexedField indexed = new IndexedField(field);
            SortedSet<Comparable<?>> keys = new TreeSet<>();
            values.forEach(value -> keys.add(indexed.key(value.key())));
            return List.of(new Conjunct.Equality(indexed, keys));
        }
        if (comparison.operator() == Operator.CONTAINS && field.type() == ValueType.TAGS) {
            return List.of(new Conjunct.Tagged(comparison, PredicateOf.criterion(comparison, moment)));
        }
        if (values.size() == 1 && ofItsType && Conjunct.Range.has(comparison.operator())) {
            return List.of(range(
                    new IndexedField(field),
                    comparison.operator(),
                    values.get(0).key()));
        }
        if (values.size() == 1 && values.get(0) instanceof Value.Date day && field.type() == ValueType.DATE_TIME) {
            return days(comparison.operator(), day.date())
                    .flatMap(days -> within(days, field))
                    .orElseGet(() -> asked(comparison));
        }
        return asked(comparison);
    }

    private List<Conjunct> asked(Criterion criterion) {
        return List.of(new Conjunct.Asked(criterion, PredicateOf.criterion(criterion, moment)));
    }

    /** The days that have that order to the day; empty for an operator that is none. */
    private static Optional<TimeFrame.Days> days(Operator operator, LocalDate day) {
        Optional<LocalDate> open = Optional.empty();
        return switch (operator) {
            case EQUALS -> Optional.of(new TimeFrame.Days(Optional.of(day), Optional.of(day)));
            case LESS_THAN -> Optional.of(new TimeFrame.Days(open, Optional.of(day.minusDays(1))));
            case LESS_THAN_OR_EQUALS -> Optional.of(new TimeFrame.Days(open, Optional.of(day)));
            case GREATER_THAN -> Optional.of(new TimeFrame.Days(Optional.of(day.plusDays(1)), open));
            case GREATER_THAN_OR_EQUALS -> Optional.of(new TimeFrame.Days(Optional.of(day), open));
            default -> Optional.empty(); // the other operators are not about one stretch of days
        };
    }

    /** From the start of the first day on, and before the start of the day after the last; empty if a start has no key. */
    private Optional<List<Conjunct>> within(TimeFrame.Days days, Field field) {
        IndexedField indexed = new IndexedField(field);
        Optional<Conjunct> from = days.from()
                .flatMap(day -> start(day, field))
                .map(key -> range(indexed, Operator.GREATER_THAN_OR_EQUALS, key));
        Optional<Conjunct> to = days.to()
                .flatMap(day -> start(day.plusDays(1), field))
                .map(key -> range(indexed, Operator.LESS_THAN, key));
        return from.isPresent() == days.from().isPresent()
                        && to.isPresent() == days.to().isPresent()
                ? Optional.of(Stream.concat(from.stream(), to.stream()).toList())
                : Optional.empty();
    }

    private static Conjunct range(IndexedField field, Operator operator, Object valueKey) {
        return new Conjunct.Range(field, operator, field.key(valueKey));
    }

    /**
     * The key from which on a field's values are of that day or a later one; empty if there may be none, because clocks
     * are put back over midnight, and then part of the day before comes after part of the day.
     */
    private Optional<Object> start(LocalDate day, Field field) {
        if (field.type() == ValueType.DATE) {
            return Optional.of(day);
        }
        ZoneOffsetTransition change = moment.zone().getRules().getTransition(day.atStartOfDay());
        return change != null && change.isOverlap()
                ? Optional.empty()
                : Optional.of(day.atStartOfDay(moment.zone()).toInstant());
    }
}
