package heed.store.internal.sql;

import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A condition in SQL with the values of its parameters. It is true or false, never NULL.
 *
 * @param exact whether it says what the criterion says; otherwise it is true of more prospects
 */
public record SqlCondition(String text, List<Object> values, boolean exact) {
    private static final int MAX_INLINE_VALUES = 100;
    private static final int MAX_PARAMETERS = 2000; // what SQLite prepares grows with the square of them

    public static final SqlCondition TRUE = new SqlCondition("TRUE", List.of(), true);
    static final SqlCondition FALSE = new SqlCondition("FALSE", List.of(), true);
    /** What cannot be said: true of everyone. */
    public static final SqlCondition UNKNOWN = new SqlCondition("TRUE", List.of(), false);

    public SqlCondition {
        values = List.copyOf(values);
    }

    public static SqlCondition of(String text, Object... values) {
        return new SqlCondition(text, List.of(values), true);
    }

    /** Whether an expression is one of the values; a long list is bound as one value. */
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

    public SqlCondition negate() {
        return new SqlCondition("NOT (" + text + ")", values, exact);
    }

    /** The same values in another text. */
    public SqlCondition wrap(UnaryOperator<String> wrapper) {
        return new SqlCondition(wrapper.apply(text), values, exact);
    }

    public static SqlCondition all(List<SqlCondition> parts) {
        boolean exact = parts.stream().allMatch(SqlCondition::exact);
        List<SqlCondition> restrictive =
                parts.stream().filter(part -> !part.matchesEveryone()).toList();
        return restrictive.isEmpty() ? (exact ? TRUE : UNKNOWN) : join(restrictive, " AND ", exact);
    }

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

    /** In halves: SQLite limits the depth of an expression, and a chain of a thousand is a thousand deep. */
    private static String join(List<SqlCondition> parts, String operator) {
        int half = parts.size() / 2;
        return parts.size() == 1
                ? parts.get(0).text
                : "(" + join(parts.subList(0, half), operator) + operator
                        + join(parts.subList(half, parts.size()), operator) + ")";
    }
}
