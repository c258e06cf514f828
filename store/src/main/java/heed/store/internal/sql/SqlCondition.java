package heed.store.internal.sql;

import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A condition in SQL with the values of its parameters. It is true or false, never NULL.
 *
 * @param exact whether the condition matches exactly the prospects that the criterion matches; otherwise it matches these and
 *     maybe more
 */
public record SqlCondition(String text, List<Object> values, boolean exact) {
    private static final int MAX_INLINE_VALUES = 100;
    private static final int MAX_PARAMETERS = 2000; // SQLite's time to prepare grows with the square of their number

    /** Exactly everyone. */
    public static final SqlCondition TRUE = new SqlCondition("TRUE", List.of(), true);
    /** Exactly no one. */
    static final SqlCondition FALSE = new SqlCondition("FALSE", List.of(), true);
    /** Stands for a criterion that SQL cannot express: it matches everyone and is not exact. */
    public static final SqlCondition UNKNOWN = new SqlCondition("TRUE", List.of(), false);

    public SqlCondition {
        values = List.copyOf(values);
    }

    /** Returns an exact condition. */
    public static SqlCondition of(String text, Object... values) {
        return new SqlCondition(text, List.of(values), true);
    }

    /** Returns the condition that an expression is one of the values; a long list is bound as one value. */
    public static SqlCondition in(String expression, List<?> values) {
        if (values.isEmpty()) {
            return FALSE;
        }
        return values.size() > MAX_INLINE_VALUES
                ? of(expression + " {in ?}", List.copyOf(values))
                : of(
                        expression + " IN (" + String.join(",", Collections.nCopies(values.size(), "?")) + ")",
                        values.toArray());
    }

    /** Returns the negation, which is right for exact conditions only. */
    public SqlCondition negate() {
        return new SqlCondition("NOT (" + text + ")", values, exact);
    }

    /** Returns a condition with another text and the same values. */
    public SqlCondition wrap(UnaryOperator<String> wrapper) {
        return new SqlCondition(wrapper.apply(text), values, exact);
    }

    /** Returns the conjunction of the parts, which is exact if all of them are. */
    public static SqlCondition all(List<SqlCondition> parts) {
        boolean exact = parts.stream().allMatch(SqlCondition::exact);
        List<SqlCondition> restrictive =
                parts.stream().filter(part -> !part.matchesEveryone()).toList();
        return restrictive.isEmpty() ? (exact ? TRUE : UNKNOWN) : join(restrictive, " AND ", exact);
    }

    /** Returns the disjunction of the parts, which is exact if all of them are. */
    public static SqlCondition any(List<SqlCondition> parts) {
        boolean exact = parts.stream().allMatch(SqlCondition::exact);
        boolean includesEveryone = parts.stream().anyMatch(SqlCondition::matchesEveryone);
        return parts.isEmpty() ? FALSE : includesEveryone ? (exact ? TRUE : UNKNOWN) : join(parts, " OR ", exact);
    }

    private boolean matchesEveryone() {
        return text.equals(TRUE.text);
    }

    private static SqlCondition join(List<SqlCondition> parts, String operator, boolean exact) {
        List<Object> values =
                parts.stream().flatMap(part -> part.values.stream()).toList();
        return values.size() > MAX_PARAMETERS ? UNKNOWN : new SqlCondition(join(parts, operator), values, exact);
    }

    /**
     * Joins the parts as a balanced tree: SQLite limits the depth of an expression, and a chain of 1,000 parts is 1,000
     * deep.
     */
    private static String join(List<SqlCondition> parts, String operator) {
        int half = parts.size() / 2;
        return parts.size() == 1
                ? parts.get(0).text
                : "(" + join(parts.subList(0, half), operator) + operator
                        + join(parts.subList(half, parts.size()), operator) + ")";
    }
}
