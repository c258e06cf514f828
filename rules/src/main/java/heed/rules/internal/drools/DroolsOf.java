package heed.rules.internal.drools;

import heed.filters.Criterion;
import heed.filters.Operator;
import heed.filters.TimeFrame;
import heed.filters.reading.PredicateOf;
import heed.model.field.Field;
import heed.model.field.Value;
import heed.model.field.ValueType;
import heed.model.run.EvaluationTime;
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
 * Translates a criterion into conjuncts for Drools at an evaluation time. Each part that Drools can index becomes a
 * conjunct of its own; every other part is evaluated by its predicate.
 */
public final class DroolsOf implements Criterion.Visitor<List<Conjunct>> {
    private final EvaluationTime evaluationTime;

    private DroolsOf(EvaluationTime evaluationTime) {
        this.evaluationTime = evaluationTime;
    }

    /** Returns the conjuncts that a prospect must meet, without duplicates. */
    public static List<Conjunct> criterion(Criterion criterion, EvaluationTime evaluationTime) {
        Map<String, Conjunct> byId = new LinkedHashMap<>();
        criterion.accept(new DroolsOf(evaluationTime)).forEach(conjunct -> byId.put(conjunct.id(), conjunct));
        return List.copyOf(byId.values());
    }

    @Override
    public List<Conjunct> all(Criterion.All all) {
        return all.parts().stream().flatMap(part -> part.accept(this).stream()).toList();
    }

    /** Merges equalities of one field into one equality. */
    @Override
    public List<Conjunct> any(Criterion.Any any) {
        Optional<IndexedField> field = Optional.empty();
        SortedSet<Comparable<?>> keys = new TreeSet<>();
        for (Criterion part : any.parts()) {
            List<Conjunct> conjuncts = part.accept(this);
            if (any.parts().size() == 1) {
                return conjuncts;
            }
            if (conjuncts.size() != 1
                    || !(conjuncts.get(0) instanceof Conjunct.Equality equality)
                    || !field.orElse(equality.field()).equals(equality.field())) {
                return residual(any);
            }
            field = Optional.of(equality.field());
            keys.addAll(equality.keys());
        }
        return List.of(new Conjunct.Equality(field.orElseThrow(), keys));
    }

    @Override
    public List<Conjunct> not(Criterion.Not not) {
        return residual(not);
    }

    @Override
    public List<Conjunct> presence(Criterion.Presence presence) {
        return residual(presence);
    }

    @Override
    public List<Conjunct> timeFrame(Criterion.InTimeFrame timeFrame) {
        if (timeFrame.negated() || timeFrame.frames().size() > 1) {
            return residual(timeFrame);
        }
        TimeFrame.DateRange days = timeFrame.frames().get(0).rangeAt(evaluationTime);
        return rangesOf(days, timeFrame.field()).orElseGet(() -> residual(timeFrame));
    }

    @Override
    public List<Conjunct> comparison(Criterion.Comparison comparison) {
        Field field = comparison.field();
        List<Value> values = comparison.values();
        boolean sameType = values.stream().allMatch(value -> value.type() == field.type());
        if (comparison.operator() == Operator.EQUALS && sameType) {
            IndexedField indexed = new IndexedField(field);
            SortedSet<Comparable<?>> keys = new TreeSet<>();
            values.forEach(value -> keys.add(indexed.key(value.key())));
            return List.of(new Conjunct.Equality(indexed, keys));
        }
        if (comparison.operator() == Operator.CONTAINS && field.type() == ValueType.TAGS) {
            return List.of(new Conjunct.TagMembership(comparison, PredicateOf.criterion(comparison, evaluationTime)));
        }
        if (values.size() == 1 && sameType && Conjunct.Range.supports(comparison.operator())) {
            return List.of(range(
                    new IndexedField(field),
                    comparison.operator(),
                    values.get(0).key()));
        }
        if (values.size() == 1 && values.get(0) instanceof Value.Date day && field.type() == ValueType.DATE_TIME) {
            return dayRange(comparison.operator(), day.date())
                    .flatMap(days -> rangesOf(days, field))
                    .orElseGet(() -> residual(comparison));
        }
        return residual(comparison);
    }

    private List<Conjunct> residual(Criterion criterion) {
        return List.of(new Conjunct.Residual(criterion, PredicateOf.criterion(criterion, evaluationTime)));
    }

    /** Returns the days that have that order relative to the day; empty for other operators. */
    private static Optional<TimeFrame.DateRange> dayRange(Operator operator, LocalDate day) {
        Optional<LocalDate> unbounded = Optional.empty();
        return switch (operator) {
            case EQUALS -> Optional.of(new TimeFrame.DateRange(Optional.of(day), Optional.of(day)));
            case LESS_THAN -> Optional.of(new TimeFrame.DateRange(unbounded, Optional.of(day.minusDays(1))));
            case LESS_THAN_OR_EQUALS -> Optional.of(new TimeFrame.DateRange(unbounded, Optional.of(day)));
            case GREATER_THAN -> Optional.of(new TimeFrame.DateRange(Optional.of(day.plusDays(1)), unbounded));
            case GREATER_THAN_OR_EQUALS -> Optional.of(new TimeFrame.DateRange(Optional.of(day), unbounded));
            default -> Optional.empty(); // the other operators do not describe one range of days
        };
    }

    /**
     * Returns the range from the start of the first day to the start of the day after the last; empty if one of them
     * has no key.
     */
    private Optional<List<Conjunct>> rangesOf(TimeFrame.DateRange days, Field field) {
        IndexedField indexed = new IndexedField(field);
        Optional<Conjunct> from = days.from()
                .flatMap(day -> startKey(day, field))
                .map(key -> range(indexed, Operator.GREATER_THAN_OR_EQUALS, key));
        Optional<Conjunct> to = days.to()
                .flatMap(day -> startKey(day.plusDays(1), field))
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
     * Returns the key from which on all values of the field are on that day or later. Returns empty if there may be no
     * such key: if clocks are set back over midnight, part of the previous day comes after part of the day.
     */
    private Optional<Object> startKey(LocalDate day, Field field) {
        if (field.type() == ValueType.DATE) {
            return Optional.of(day);
        }
        ZoneOffsetTransition change = evaluationTime.zone().getRules().getTransition(day.atStartOfDay());
        return change != null && change.isOverlap()
                ? Optional.empty()
                : Optional.of(day.atStartOfDay(evaluationTime.zone()).toInstant());
    }
}
