package heed.filters;

import heed.model.Moment;
import heed.model.Prospect;
import heed.model.Value;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Predicate;

/**
 * The plain reading of a criterion: the reference that every other reading must agree with. Drools asks it too,
 * for what it cannot index, millions of times: hence loops and no streams.
 */
public final class PredicateOf implements Criterion.Visitor<Predicate<Prospect>> {
    private final Moment moment;

    private PredicateOf(Moment moment) {
        this.moment = moment;
    }

    /** Whether a prospect matches at a moment. Thread-safe. */
    public static Predicate<Prospect> criterion(Criterion criterion, Moment moment) {
        return criterion.accept(new PredicateOf(moment));
    }

    @Override
    public Predicate<Prospect> all(Criterion.All all) {
        List<Predicate<Prospect>> parts = parts(all.parts());
        return prospect -> !someSay(false, parts, prospect);
    }

    @Override
    public Predicate<Prospect> any(Criterion.Any any) {
        List<Predicate<Prospect>> parts = parts(any.parts());
        return prospect -> someSay(true, parts, prospect);
    }

    private List<Predicate<Prospect>> parts(List<Criterion> parts) {
        return parts.stream().map(part -> part.accept(this)).toList();
    }

    private static boolean someSay(boolean answer, List<Predicate<Prospect>> parts, Prospect prospect) {
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
        List<TimeFrame.Days> frames =
                timeFrame.frames().stream().map(frame -> frame.at(moment)).toList();
        return prospect -> prospect.value(timeFrame.field())
                .map(value -> frames.stream().anyMatch(days -> days.contain(day(value))) != timeFrame.negated())
                .orElse(timeFrame.negated());
    }

    @Override
    public Predicate<Prospect> comparison(Criterion.Comparison comparison) {
        int slot = comparison.field().slot();
        Operator operator = comparison.operator();
        List<Value> wanted = comparison.values();
        return prospect -> {
            Value present = prospect.valueAt(slot);
            if (present == null) {
                return operator.matchesEmpty();
            }
            for (int i = 0; i < wanted.size(); i++) {
                if (holds(operator, present, wanted.get(i))) {
                    return !operator.negative();
                }
            }
            return operator.negative();
        };
    }

    /** The operator's positive form, of one value. */
    private boolean holds(Operator operator, Value present, Value wanted) {
        return switch (operator) {
            case EQUALS, DOES_NOT_EQUAL -> compare(present, wanted) == 0;
            case CONTAINS, DOES_NOT_CONTAIN ->
                present instanceof Value.Tags tags
                        ? tags.tags().contains(wanted)
                        : words(present).contains(words(wanted));
            case STARTS_WITH, DOES_NOT_START_WITH -> words(present).startsWith(words(wanted));
            case ENDS_WITH, DOES_NOT_END_WITH -> words(present).endsWith(words(wanted));
            case LESS_THAN, LESS_THAN_OR_EMPTY -> compare(present, wanted) < 0;
            case LESS_THAN_OR_EQUALS, LESS_THAN_OR_EQUALS_OR_EMPTY -> compare(present, wanted) <= 0;
            case GREATER_THAN, GREATER_THAN_OR_EMPTY -> compare(present, wanted) > 0;
            case GREATER_THAN_OR_EQUALS, GREATER_THAN_OR_EQUALS_OR_EMPTY -> compare(present, wanted) >= 0;
            case IS_EMPTY, IS_NOT_EMPTY, IN_TIME_FRAME, NOT_IN_TIME_FRAME ->
                throw new IllegalArgumentException(operator.id() + " compares no values");
        };
    }

    private int compare(Value present, Value wanted) {
        if (present instanceof Value.DateTime && wanted instanceof Value.Date date) {
            return day(present).compareTo(date.date());
        }
        Object key = present.key();
        if (key instanceof Double number) {
            return number.compareTo((Double) wanted.key());
        } else if (key instanceof LocalDate date) {
            return date.compareTo((LocalDate) wanted.key());
        } else if (key instanceof Instant instant) {
            return instant.compareTo((Instant) wanted.key());
        }
        return key.equals(wanted.key()) ? 0 : 1;
    }

    private LocalDate day(Value value) {
        return value instanceof Value.Date date
                ? date.date()
                : ((Instant) value.key()).atZone(moment.zone()).toLocalDate();
    }

    private static String words(Value value) {
        return value instanceof Value.CountryName country ? country.name().key() : (String) value.key();
    }
}
