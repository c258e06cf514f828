package heed.filters;

import heed.model.field.Field;
import heed.model.field.Value;
import heed.model.field.ValueType;
import java.util.List;

/**
 * Whom an automation selects: a tree whose fields, operators and values fit, or it cannot be built.
 *
 * <p>Logic has two values. An empty field matches {@code is-empty}, the "(or empty)" orderings and the "does not"
 * operators, and no other comparison; {@link Not} turns that round like any other answer, so "not (City equals Paris)"
 * matches a prospect without a city. Email Opt Out and Bounced are never empty. A comparison with several values matches
 * if any of them does; with a "does not" operator, if none of them is so.
 *
 * <p>Text is compared by {@link heed.model.field.TextKey}. A date-time field compared with a date is compared by its day in the
 * account's zone, and time frames are days of that zone.
 */
public sealed interface Criterion {

    <R> R accept(Visitor<R> visitor);

    /** One method a kind of criterion. */
    interface Visitor<R> {
        R all(All all);

        R any(Any any);

        R not(Not not);

        R comparison(Comparison comparison);

        R timeFrame(InTimeFrame timeFrame);

        R presence(Presence presence);
    }

    /** Every part matches; with no part, everyone. */
    record All(List<Criterion> parts) implements Criterion {
        public All {
            parts = List.copyOf(parts);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.all(this);
        }
    }

    /** At least one part matches. */
    record Any(List<Criterion> parts) implements Criterion {
        public Any {
            parts = List.copyOf(parts);
            if (parts.isEmpty()) {
                throw new IllegalArgumentException("any of nothing");
            }
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.any(this);
        }
    }

    /** The part does not match. */
    record Not(Criterion part) implements Criterion {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.not(this);
        }
    }

    /**
     * A field compared with values of its type; for tags with text, for a date-time also with dates.
     *
     * @param operator an equality, part, edge or order
     * @param values at least one
     */
    record Comparison(Field field, Operator operator, List<Value> values) implements Criterion {
        public Comparison {
            values = List.copyOf(values);
            if (!operator.appliesTo(field.type())
                    || operator.category() == Operator.Category.PRESENCE
                    || operator.category() == Operator.Category.TIME_FRAME) {
                throw new IllegalArgumentException(operator.id() + " does not fit " + field.label());
            }
            if (values.isEmpty()) {
                throw new IllegalArgumentException("no value to compare " + field.label() + " with");
            }
            for (Value value : values) {
                if (!fits(field.type(), operator, value.type())) {
                    throw new IllegalArgumentException("a " + value.type().id() + " does not fit " + field.label());
                }
            }
        }

        private static boolean fits(ValueType field, Operator operator, ValueType value) {
            return switch (field) {
                case TAGS -> value == ValueType.TEXT;
                case COUNTRY ->
                    value == (operator.category() == Operator.Category.EQUALITY ? ValueType.COUNTRY : ValueType.TEXT);
                case DATE_TIME -> value == ValueType.DATE_TIME || value == ValueType.DATE;
                case TEXT, NUMBER, YES_NO, DATE -> value == field;
            };
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.comparison(this);
        }
    }

    /**
     * A date or date-time lies, or does not lie, in a time frame.
     *
     * @param frames at least one; in any of them, or, negated, in none
     */
    record InTimeFrame(Field field, boolean negated, List<TimeFrame> frames) implements Criterion {
        public InTimeFrame {
            frames = List.copyOf(frames);
            if (!Operator.IN_TIME_FRAME.appliesTo(field.type()) || frames.isEmpty()) {
                throw new IllegalArgumentException("a time frame does not fit " + field.label());
            }
        }

        public Operator operator() {
            return negated ? Operator.NOT_IN_TIME_FRAME : Operator.IN_TIME_FRAME;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.timeFrame(this);
        }
    }

    /** A field is empty, or is not. */
    record Presence(Field field, boolean empty) implements Criterion {
        public Operator operator() {
            return empty ? Operator.IS_EMPTY : Operator.IS_NOT_EMPTY;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.presence(this);
        }
    }
}
