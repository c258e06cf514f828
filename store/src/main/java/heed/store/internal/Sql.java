package heed.store.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A condition in SQL with the values of its parameters. It is true or false, never NULL.
 *
 * @param exact whether it says what the criterion says; otherwise it is true of more prospects
 */
record Sql(String text, List<Object> values, boolean exact) {
    static final Sql TRUE = new Sql("1", List.of(), true);
    static final Sql FALSE = new Sql("0", List.of(), true);
    /** What cannot be said: true of everyone. */
    static final Sql UNKNOWN = new Sql("1", List.of(), false);

    Sql {
        values = List.copyOf(values);
    }

    static Sql of(String text, Object... values) {
        return new Sql(text, List.of(values), true);
    }

    Sql not() {
        return new Sql("NOT (" + text + ")", values, exact);
    }

    /** The same values in another text. */
    Sql in(UnaryOperator<String> around) {
        return new Sql(around.apply(text), values, exact);
    }

    static Sql all(List<Sql> parts) {
        return join(parts, " AND ", TRUE);
    }

    static Sql any(List<Sql> parts) {
        return join(parts, " OR ", FALSE);
    }

    /** In halves: SQLite limits the depth of an expression, and a chain of a thousand is a thousand deep. */
    private static Sql join(List<Sql> parts, String operator, Sql none) {
        if (parts.isEmpty()) {
            return none;
        }
        if (parts.size() == 1) {
            return parts.get(0);
        }
        int half = parts.size() / 2;
        Sql left = join(parts.subList(0, half), operator, none);
        Sql right = join(parts.subList(half, parts.size()), operator, none);
        List<Object> values = new ArrayList<>(left.values);
        values.addAll(right.values);
        return new Sql("(" + left.text + operator + right.text + ")", values, left.exact && right.exact);
    }
}
