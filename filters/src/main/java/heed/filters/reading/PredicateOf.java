package heed.filters.reading;

import heed.filters.Criterion;
import heed.filters.Operator;
import heed.filters.TimeFrame;
import heed.model.field.Value;
import heed.model.prospect.Prospect;
import heed.model.run.EvaluationTime;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Predicate;

/**
 * Evaluates a criterion directly. This evaluation is the reference that every other one must agree with. Drools also
 * uses it for what it cannot index, millions of times; it therefore uses loops instead of streams.
 */
public final class PredicateOf implements Criterion.Visitor<Predicate<Prospect>> {
    private final EvaluationTime evaluationTime;

    private PredicateOf(EvaluationTime evaluationTime) {
        this.evaluationTime = evaluationTime;
    }

    /** Returns a predicate that tests whether a prospect matches the criterion at an evaluation time. Thread-safe. */
    public static Predicate<Prospect> criterion(Criterion criterion, EvaluationTime evaluationTime) {
        return criterion.accept(new PredicateOf(evaluationTime));
    }

    @Override
    public Predicate<Prospect> all(Criterion.All all) {
        List<Predicate<Prospect>> parts = predicates(all.parts());
        return prospect -> !anyReturns(false, parts, prospect);
    }

    @Override
    public Predicate<Prospect> any(Criterion.Any any) {
        List<Predicate<Prospect>> parts = predicates(any.parts());
        return prospect -> anyReturns(true, parts, prospect);
    }

    private List<Predicate<Prospect>> predicates(List<Criterion> parts) {
        return parts.stream().map(part -> part.accept(this)).toList();
    }

    private static boolean anyReturns(boolean answer, List<Predicate<Prospect>> parts, Prospect prospect) {
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i).test(prospect) == answer) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Predicate<Prospect> not(Criterion.Not not) {
        return not.part().accept(this).negate();
    }

    @Override
    public Predicate<Prospect> presence(Criterion.Presence presence) {
        int slot = presence.field().slot();
        return prospect -> (prospect.valueAt(slot) == null) == presence.empty();
    }

    @Override
    public Predicate<Prospect> timeFrame(Criterion.InTimeFrame timeFrame) {
        List<TimeFrame.DateRange> frames = timeFrame.frames().stream()
                .map(frame -> frame.rangeAt(evaluationTime))
                .toList();
        return prospect -> prospect.value(timeFrame.field())
                .map(value -> frames.stream().anyMatch(days -> days.contains(dayOf(value))) != timeFrame.negated())
                .orElse(timeFrame.negated());
    }

    @Override
    public Predicate<Prospect> comparison(Criterion.Comparison comparison) {
        int slot = comparison.field().slot();
        Operator operator = comparison.operator();
        List<Value> operands = comparison.values();
        return prospect -> {
            Value present = prospect.valueAt(slot);
            if (present == null) {
                return operator.matchesEmpty();
            }
            for (int i = 0; i < operands.size(); i++) {
                if (matches(operator, present, operands.get(i))) {
                    return !operator.isNegated();
                }
            }
            return operator.isNegated();
        };
    }

    /** Evaluates the operator's positive form for one operand. */
    private boolean matches(Operator operator, Value present, Value operand) {
        return switch (operator) {
            case EQUALS, DOES_NOT_EQUAL -> compare(present, operand) == 0;
            case CONTAINS, DOES_NOT_CONTAIN ->
                present instanceof Value.Tags tags
                        ? tags.tags().contains(operand)
                        : textKey(present).contains(textKey(operand));
            case STARTS_WITH, DOES_NOT_START_WITH -> textKey(present).startsWith(textKey(operand));
            case ENDS_WITH, DOES_NOT_END_WITH -> textKey(present).endsWith(textKey(operand));
            case LESS_THAN, LESS_THAN_OR_EMPTY -> compare(present, operand) < 0;
            case LESS_THAN_OR_EQUALS, LESS_THAN_OR_EQUALS_OR_EMPTY -> compare(present, operand) <= 0;
            case GREATER_THAN, GREATER_THAN_OR_EMPTY -> compare(present, operand) > 0;
            case GREATER_THAN_OR_EQUALS, GREATER_THAN_OR_EQUALS_OR_EMPTY -> compare(present, operand) >= 0;
            case IS_EMPTY, IS_NOT_EMPTY, IN_TIME_FRAME, NOT_IN_TIME_FRAME ->
                throw new IllegalArgumentException(operator.id() + " compares no values");
        };
    }

    private int compare(Value present, Value operand) {
        if (present instanceof Value.DateTime && operand instanceof Value.Date date) {
            return dayOf(present).compareTo(date.date());
        }
        Object key = present.key();
        if (key instanceof Double number) {
            return number.compareTo((Double) operand.key());
        } else if (key instanceof LocalDate date) {
            return date.compareTo((LocalDate) operand.key());
        } else if (key instanceof Instant instant) {
            return instant.compareTo((Instant) operand.key());
        }
        return key.equals(operand.key()) ? 0 : 1;
    }

    private LocalDate dayOf(Value value) {
        return value instanceof Value.Date date
                ? date.date()
                : ((Instant) value.key()).atZone(evaluationTime.zone()).toLocalDate();
    }

    private static String textKey(Value value) {
        return value instanceof Value.CountryName country ? country.name().key() : (String) value.key();
    }
}
