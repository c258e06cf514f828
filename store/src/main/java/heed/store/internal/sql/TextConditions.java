package heed.store.internal.sql;

import heed.model.field.Country;
import heed.model.field.TextKey;
import heed.model.field.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Text compared by {@link TextKey} in SQL. A database itself folds the case of ASCII text as TextKey does, and such text is
 * most text; other text is folded in the way of the {@link SqlDialect}, which is asked for it alone.
 */
public final class TextConditions {
    private final SqlDialect dialect;

    public TextConditions(SqlDialect dialect) {
        this.dialect = dialect;
    }

    /** Which part of a text is compared. */
    public enum TextMatch {
        WHOLE,
        START,
        END,
        ANYWHERE
    }

    /** Whether the text, which is not NULL, has any of the keys in that part; not exact for too many. */
    public SqlCondition matches(String text, TextMatch part, List<String> keys) {
        List<String> ascii = keys.stream().filter(TextConditions::isAscii).toList();
        SqlCondition asciiCondition = matchesAny(dialect.lowerAscii(text), part, ascii);
        SqlCondition foldedCondition = dialect.matchesFolded(text, keys, key -> matchesAny(key, part, keys));
        List<Object> values = new ArrayList<>(asciiCondition.values());
        values.addAll(foldedCondition.values());
        // Equal for ASCII only, also where length counts characters up to a NUL.
        return new SqlCondition(
                "CASE WHEN length(" + text + ") = octet_length(" + text + ") THEN " + asciiCondition.text() + " ELSE "
                        + foldedCondition.text() + " END",
                values,
                asciiCondition.exact() && foldedCondition.exact());
    }

    private SqlCondition matchesAny(String expression, TextMatch part, List<String> keys) {
        return part == TextMatch.WHOLE
                ? SqlCondition.in(expression, keys)
                : SqlCondition.any(keys.stream()
                        .map(value -> dialect.matches(expression, part, value))
                        .toList());
    }

    /** Whether the country is one of those. */
    public SqlCondition isAnyCountry(String column, List<Value> countries) {
        List<Object> codes = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (Value value : countries) {
            Value.CountryName country = (Value.CountryName) value;
            country.country()
                    .ifPresentOrElse(
                            known -> codes.add(known.code()),
                            () -> unknown.add(country.name().key()));
        }
        return isAnyCountry(
                column,
                codes,
                unknown.isEmpty() ? SqlCondition.FALSE : matches(unknownCountryName(column), TextMatch.WHOLE, unknown));
    }

    /** Whether the country's English name has any of the keys in that part. */
    public SqlCondition countryNameMatches(String column, TextMatch part, List<String> keys) {
        List<Object> codes = new ArrayList<>();
        for (Country country : Country.all()) {
            String name = TextKey.of(country.name());
            if (keys.stream().anyMatch(key -> isMatch(name, part, key))) {
                codes.add(country.code());
            }
        }
        return isAnyCountry(column, codes, matches(unknownCountryName(column), part, keys));
    }

    private static SqlCondition isAnyCountry(String column, List<Object> codes, SqlCondition unknown) {
        SqlCondition known = SqlCondition.in(column, codes);
        if (unknown.equals(SqlCondition.FALSE)) {
            return known; // what is kept of an unknown one is no code
        }
        List<Object> values = new ArrayList<>(known.values());
        values.addAll(unknown.values());
        return new SqlCondition(
                "CASE WHEN substr(" + column + ", 1, 1) <> '" + FieldColumns.UNKNOWN_COUNTRY + "' THEN " + known.text()
                        + " ELSE " + unknown.text() + " END",
                values,
                unknown.exact());
    }

    private static boolean isMatch(String text, TextMatch part, String key) {
        return switch (part) {
            case WHOLE -> text.equals(key);
            case START -> text.startsWith(key);
            case END -> text.endsWith(key);
            case ANYWHERE -> text.contains(key);
        };
    }

    /** An unknown country's text, behind the mark. */
    private String unknownCountryName(String column) {
        return dialect.withoutFirstCharacter(column);
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 128);
    }
}
