package heed.filters;

import heed.model.field.Field;
import heed.model.field.Value;
import heed.model.field.ValueType;
import java.util.List;

/**
 * A condition on prospects: a tree of comparisons that selects prospects. A criterion whose field, operator and values
 * do not fit cannot be created. Immutable.
 *
 * <p>Logic has two values. An empty field matches {@code is-empty}, the "(or empty)" orderings and the "does not"
 * operators, and no other comparison. {@link Not} negates this result like any other, so "not (City equals Paris)"
 * matches a prospect without a city. Email Opt Out and Bounced are never empty. A comparison with several values
 * matches if at least one value matches; with a "does not" operator, it matches if the positive operator matches none
 * of the values.
 *
 * <p>Text is compared by {@link heed.model.field.TextKey}. A date-time field is compared with a date by its day in the
 * account's zone. Time frames are days of that zone.
 */
public sealed interface Criterion {

    <R> R accept(Visitor<R> visitor);

    /** A visitor with one method for each kind of criterion. */
    interface Visitor<R> {
        R all(All all);

        R any(Any any);

        R not(Not not);

        R comparison(Comparison comparison);

        R timeFrame(InTimeFrame timeFrame);

        R presence(Presence presence);
    }

    /** Matches if every part matches; without parts it matches every prospect. */
    record All(List<Criterion> parts) implements Criterion {
        public All {
            parts = List.copyOf(parts);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.all(this);
        }
    }

    /** Matches if at least one part matches. */
    record Any(List<Criterion> parts) implements Criterion {
        /**
         * Creates the criterion.
         *
         * @throws IllegalArgumentException if there is no part
         */
        public Any {
            parts = List.copyOf(parts);
            if (parts.isEmpty()) {
                throw new IllegalArgumentException("any of no criteria");
            }
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.any(this);
        }
    }

    /** Matches if the part does not match. */
    record Not(Criterion part) implements Criterion {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.not(this);
        }
    }

    /**
     * A comparison of a field with values of the field's type. Tags are compared with text, a date-time also with
     * dates, and a country with text unless the operator is an equality.
     *
     * @param field the field
     * @param operator an operator of any category but presence and time frame
     * @param values at least one value
     */
    record Comparison(Field field, Operator operator, List<Value> values) implements Criterion {
        /**
         * Creates the criterion.
         *
         * @throws IllegalArgumentException if the field, the operator and the values do not fit, or there is no value
         */
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
     * Matches if a date or date-time is in one of the time frames or, if negated, in none of them.
     *
     * @param field a field of dates or date-times
     * @param negated whether the operator is {@link Operator#NOT_IN_TIME_FRAME}
     * @param frames at least one time frame
     */
    record InTimeFrame(Field field, boolean negated, List<TimeFrame> frames) implements Criterion {
        /**
         * Creates the criterion.
         *
         * @throws IllegalArgumentException if the field's type does not fit, or there is no time frame
         */
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

    /** Matches if a field is empty or, if {@code empty} is false, if it is not. */
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
