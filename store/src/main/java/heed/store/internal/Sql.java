package heed.store.internal;

import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A condition in SQL with the values of its parameters. It is true or false, never NULL.
 *
 * @param exact whether it says what the criterion says; otherwise it is true of more prospects
 */
record Sql(String text, List<Object> values, boolean exact) {
    private static final int LONG_LIST = 100;
    private static final int MOST_VALUES = 2000; // what SQLite prepares grows with the square of them

    static final Sql TRUE = new Sql("TRUE", List.of(), true);
    static final Sql FALSE = new Sql("FALSE", List.of(), true);
    /** What cannot be said: true of everyone. */
    static final Sql UNKNOWN = new Sql("TRUE", List.of(), false);

    Sql {
        values = List.copyOf(values);
    }

    static Sql of(String text, Object... values) {
        return new Sql(text, List.of(values), true);
    }

    /** Whether an expression is one of the values; a long list is bound as one value. */
    static Sql in(String expression, List<?> values) {
        if (values.isEmpty()) {
            return FALSE;
        }
        return values.size() > LONG_LIST
                ? of(expression + " {in ?}", List.copyOf(values))
                : of(
                        expression + " IN (" + String.join(",", Collections.nCopies(values.size(), "?")) + ")",
                        values.toArray());
    }

    Sql not() {
        return new Sql("NOT (" + text + ")", values, exact);
    }

    /** The same values in another text. */
    Sql within(UnaryOperator<String> around) {
        return new Sql(around.apply(text), values, exact);
    }

    static Sql all(List<Sql> parts) {
        boolean exact = parts.stream().allMatch(Sql::exact);
        List<Sql> telling = parts.stream().filter(part -> !part.everyone()).toList();
        return telling.isEmpty() ? (exact ? TRUE : UNKNOWN) : join(telling, " AND ", exact);
    }

    static Sql any(List<Sql> parts) {
        boolean exact = parts.stream().allMatch(Sql::exact);
        boolean everyone = parts.stream().anyMatch(Sql::everyone);
        return parts.isEmpty() ? FALSE : everyone ? (exact ? TRUE : UNKNOWN) : join(parts, " OR ", exact);
    }

    private boolean everyone() {
        return text.equals(TRUE.text);
    }

    private static Sql join(List<Sql> parts, String operator, boolean exact) {
        List<Object> values =
                parts.stream().flatMap(part -> part.values.stream()).toList();
        return values.size() > MOST_VALUES ? UNKNOWN : new Sql(join(parts, operator), values, exact);
    }

    /** In halves: SQLite limits the depth of an expression, and a chain of a thousand is a thousand deep. */
    private static String join(List<Sql> parts, String operator) {
        int half = parts.size() / 2;
        return parts.size() == 1
                ? parts.get(0).text
                : "(" + join(parts.subList(0, half), operator) + operator
                        + join(parts.subList(half, parts.size()), operator) + ")";
    }
}
