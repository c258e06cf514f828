package heed.store.internal;

import heed.model.Country;
import heed.model.TextKey;
import heed.model.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Text compared by {@link TextKey} in SQL. SQLite itself folds the case of ASCII text as TextKey does, and such text is
 * most text; other text is folded by {@link KeyFunction}, which is called for it alone.
 */
final class SqlText {
    private SqlText() {}

    /** Which part of a text is compared. */
    enum Part {
        WHOLE,
        START,
        END,
        ANYWHERE
    }

    /** Whether the text, which is not NULL, has any of the keys in that part; not exact for too many. */
    static Sql matches(String text, Part part, List<String> keys) {
        List<String> ascii = keys.stream().filter(SqlText::isAscii).toList();
        Sql plain = any("lower(" + text + ")", part, ascii);
        Sql folded = any(KeyFunction.NAME + "(" + text + ")", part, keys);
        List<Object> values = new ArrayList<>(plain.values());
        values.addAll(folded.values());
        // length counts characters up to a NUL, octet_length all bytes: they are equal for ASCII without NULs only.
        return new Sql(
                "CASE WHEN length(" + text + ") = octet_length(" + text + ") THEN " + plain.text() + " ELSE "
                        + folded.text() + " END",
                values,
                plain.exact() && folded.exact());
    }

    private static Sql any(String key, Part part, List<String> wanted) {
        return part == Part.WHOLE
                ? Sql.in(key, wanted)
                : Sql.any(wanted.stream().map(one -> one(key, part, one)).toList());
    }

    private static Sql one(String key, Part part, String wanted) {
        return switch (part) {
            case WHOLE -> Sql.of(key + " = ?", wanted);
            case ANYWHERE -> Sql.of("instr(" + key + ", ?) > 0", wanted);
            case START -> Sql.of("instr(" + key + ", ?) = 1", wanted);
            // Bytes, because substr of a text ends at a NUL.
            case END -> Sql.of("substr(CAST(" + key + " AS BLOB), -octet_length(?)) = CAST(? AS BLOB)", wanted, wanted);
        };
    }

    /** Whether the country is one of those. */
    static Sql country(String column, List<Value> countries) {
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
    static Sql countryName(String column, Part part, List<String> keys) {
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

    /** An unknown country's text: behind the mark, as bytes because substr of a text ends at a NUL. */
    private static String unknownName(String column) {
        return "CAST(substr(CAST(" + column + " AS BLOB), 2) AS TEXT)";
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 128);
    }
}
