package heed.filters;

import heed.model.field.ValueType;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** An operator that compares a field with values. {@link #id()} is its name in definitions. */
public enum Operator {
    EQUALS("equals", "is", Category.EQUALITY),
    DOES_NOT_EQUAL("does-not-equal", "is not", Category.EQUALITY),
    CONTAINS("contains", "contains", Category.CONTAINMENT),
    DOES_NOT_CONTAIN("does-not-contain", "does not contain", Category.CONTAINMENT),
    STARTS_WITH("starts-with", "starts with", Category.AFFIX),
    DOES_NOT_START_WITH("does-not-start-with", "does not start with", Category.AFFIX),
    ENDS_WITH("ends-with", "ends with", Category.AFFIX),
    DOES_NOT_END_WITH("does-not-end-with", "does not end with", Category.AFFIX),
    IS_EMPTY("is-empty", "is empty", Category.PRESENCE),
    IS_NOT_EMPTY("is-not-empty", "is not empty", Category.PRESENCE),
    LESS_THAN("less-than", "is less than", Category.ORDER),
    LESS_THAN_OR_EMPTY("less-than-or-empty", "is less than (or empty)", Category.ORDER),
    LESS_THAN_OR_EQUALS("less-than-or-equals", "is at most", Category.ORDER),
    LESS_THAN_OR_EQUALS_OR_EMPTY("less-than-or-equals-or-empty", "is at most (or empty)", Category.ORDER),
    GREATER_THAN("greater-than", "is greater than", Category.ORDER),
    GREATER_THAN_OR_EMPTY("greater-than-or-empty", "is greater than (or empty)", Category.ORDER),
    GREATER_THAN_OR_EQUALS("greater-than-or-equals", "is at least", Category.ORDER),
    GREATER_THAN_OR_EQUALS_OR_EMPTY("greater-than-or-equals-or-empty", "is at least (or empty)", Category.ORDER),
    IN_TIME_FRAME("in-time-frame", "is in", Category.TIME_FRAME),
    NOT_IN_TIME_FRAME("not-in-time-frame", "is not in", Category.TIME_FRAME);

    /** A category of operators that accept the same values and fit the same fields. */
    public enum Category {
        /** Fits every field but tags, which are a set. */
        EQUALITY(EnumSet.complementOf(EnumSet.of(ValueType.TAGS))),
        /** Fits text and countries; for tags, the operator tests whether one of them is the value. */
        CONTAINMENT(EnumSet.of(ValueType.TEXT, ValueType.COUNTRY, ValueType.TAGS)),
        AFFIX(EnumSet.of(ValueType.TEXT, ValueType.COUNTRY)),
        /** Fits every field; the operators have no value. */
        PRESENCE(EnumSet.allOf(ValueType.class)),
        ORDER(EnumSet.of(ValueType.NUMBER, ValueType.DATE, ValueType.DATE_TIME)),
        TIME_FRAME(EnumSet.of(ValueType.DATE, ValueType.DATE_TIME));

        private final Set<ValueType> types;

        Category(Set<ValueType> types) {
            this.types = types;
        }
    }

    private final String id;
    private final String phrase;
    private final Category category;

    Operator(String id, String phrase, Category category) {
        this.id = id;
        this.phrase = phrase;
        this.category = category;
    }

    public String id() {
        return id;
    }

    /** Returns the operator as it reads in a sentence: "is at least". */
    public String phrase() {
        return phrase;
    }

    public Category category() {
        return category;
    }

    /** Returns whether the operator fits fields of that type. */
    public boolean appliesTo(ValueType type) {
        return category.types.contains(type);
    }

    /**
     * Returns whether this is a "does not" operator, which matches an empty field, and otherwise matches only if no
     * value matches.
     */
    public boolean isNegated() {
        return switch (this) {
            case DOES_NOT_EQUAL, DOES_NOT_CONTAIN, DOES_NOT_START_WITH, DOES_NOT_END_WITH, NOT_IN_TIME_FRAME -> true;
            case EQUALS,
                    CONTAINS,
                    STARTS_WITH,
                    ENDS_WITH,
                    IS_EMPTY,
                    IS_NOT_EMPTY,
                    LESS_THAN,
                    LESS_THAN_OR_EMPTY,
                    LESS_THAN_OR_EQUALS,
                    LESS_THAN_OR_EQUALS_OR_EMPTY,
                    GREATER_THAN,
                    GREATER_THAN_OR_EMPTY,
                    GREATER_THAN_OR_EQUALS,
                    GREATER_THAN_OR_EQUALS_OR_EMPTY,
                    IN_TIME_FRAME -> false;
        };
    }

    /** Returns whether an empty field matches. */
    public boolean matchesEmpty() {
        return switch (this) {
            case IS_EMPTY,
                    LESS_THAN_OR_EMPTY,
                    LESS_THAN_OR_EQUALS_OR_EMPTY,
                    GREATER_THAN_OR_EMPTY,
                    GREATER_THAN_OR_EQUALS_OR_EMPTY -> true;
            case EQUALS,
                    DOES_NOT_EQUAL,
                    CONTAINS,
                    DOES_NOT_CONTAIN,
                    STARTS_WITH,
                    DOES_NOT_START_WITH,
                    ENDS_WITH,
                    DOES_NOT_END_WITH,
                    IS_NOT_EMPTY,
                    LESS_THAN,
                    LESS_THAN_OR_EQUALS,
                    GREATER_THAN,
                    GREATER_THAN_OR_EQUALS,
                    IN_TIME_FRAME,
                    NOT_IN_TIME_FRAME -> isNegated();
        };
    }

    /** Finds the operator with that id, ignoring case; empty if there is none. */
    public static Optional<Operator> find(String id) {
        return Arrays.stream(values())
                .filter(operator -> operator.id.equalsIgnoreCase(id))
                .findFirst();
    }
}
