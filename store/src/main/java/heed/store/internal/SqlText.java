package heed.store.internal;

import heed.model.field.Country;
import heed.model.field.TextKey;
import heed.model.field.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Text compared by {@link TextKey} in SQL. A database itself folds the case of ASCII text as TextKey does, and such text is
 * most text; other text is folded in the way of the {@link Dialect}, which is asked for it alone.
 */
final class SqlText {
    private final Dialect dialect;

    SqlText(Dialect dialect) {
        this.dialect = dialect;
    }

    /** Which part of a text is compared. */
    enum Part {
        WHOLE,
        START,
        END,
        ANYWHERE
    }

    /** Whether the text, which is not NULL, has any of the keys in that part; not exact for too many. */
    Sql matches(String text, Part part, List<String> keys) {
        List<String> ascii = keys.stream().filter(SqlText::isAscii).toList();
        Sql plain = any(dialect.lower(text), part, ascii);
        Sql folded = dialect.folded(text, keys, key -> any(key, part, keys));
        List<Object> values = new ArrayList<>(plain.values());
        values.addAll(folded.values());
        // Equal for ASCII only, also where length counts characters up to a NUL.
        return new Sql(
                "CASE WHEN length(" + text + ") = octet_length(" + text + ") THEN " + plain.text() + " ELSE "
                        + folded.text() + " END",
                values,
                plain.exact() && folded.exact());
    }

    private Sql any(String key, Part part, List<String> wanted) {
        return part == Part.WHOLE
                ? Sql.in(key, wanted)
                : Sql.any(
                        wanted.stream().map(one -> dialect.has(key, part, one)).toList());
    }

    /** Whether the country is one of those. */
    Sql country(String column, List<Value> countries) {
        List<Object> codes = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (Value value : countries) {
            Value.CountryName country = (Value.CountryName) value;
            country.country()
                    .ifPresentOrElse(
                            known -> codes.add(known.code()),
                            () -> unknown.add(country.name().key()));
        }
        return country(
                column, codes, unknown.isEmpty() ? Sql.FALSE : matches(unknownName(column), Part.WHOLE, unknown));
    }

    /** Whether the country's English name has any of the keys in that part. */
    Sql countryName(String column, Part part, List<String> keys) {
        List<Object> codes = new ArrayList<>();
        for (Country country : Country.all()) {
            String name = TextKey.of(country.name());
            if (keys.stream().anyMatch(key -> has(name, part, key))) {
                codes.add(country.code());
            }
        }
        return country(column, codes, matches(unknownName(column), part, keys));
    }

    private static Sql country(String column, List<Object> codes, Sql unknown) {
        Sql known = Sql.in(column, codes);
        if (unknown.equals(Sql.FALSE)) {
            return known; // what is kept of an unknown one is no code
        }
        List<Object> values = new ArrayList<>(known.values());
        values.addAll(unknown.values());
        return new Sql(
                "CASE WHEN substr(" + column + ", 1, 1) <> '" + Columns.UNKNOWN_COUNTRY + "' THEN " + known.text()
                        + " ELSE " + unknown.text() + " END",
                values,
                unknown.exact());
    }

    private static boolean has(String text, Part part, String key) {
        return switch (part) {
            case WHOLE -> text.equals(key);
            case START -> text.startsWith(key);
            case END -> text.endsWith(key);
            case ANYWHERE -> text.contains(key);
        };
    }

    /** An unknown country's text, behind the mark. */
    private String unknownName(String column) {
        return dialect.behindFirst(column);
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 128);
    }
}
