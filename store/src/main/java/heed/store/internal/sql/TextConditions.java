package heed.store.internal.sql;

import heed.model.field.Country;
import heed.model.field.TextKey;
import heed.model.field.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Conditions that compare texts by their {@link TextKey} in SQL. Every database folds the case of ASCII text as TextKey does,
 * and most text is ASCII. Only other text is folded by the slower method of the {@link SqlDialect}.
 */
public final class TextConditions {
    private final SqlDialect dialect;

    public TextConditions(SqlDialect dialect) {
        this.dialect = dialect;
    }

    /** The part of a text that is compared. */
    public enum TextMatch {
        WHOLE,
        START,
        END,
        ANYWHERE
    }

    /**
     * Returns the condition that a text, which must not be NULL, has any of the keys in that part; it is not exact for very
     * many keys.
     */
    public SqlCondition matches(String text, TextMatch part, List<String> keys) {
        List<String> ascii = keys.stream().filter(TextConditions::isAscii).toList();
        SqlCondition asciiCondition = matchesAny(dialect.lowerAscii(text), part, ascii);
        SqlCondition foldedCondition = dialect.matchesFolded(text, keys, key -> matchesAny(key, part, keys));
        List<Object> values = new ArrayList<>(asciiCondition.values());
        values.addAll(foldedCondition.values());
        // The lengths are equal for ASCII text only, even though SQLite's length stops counting at a NUL.
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

    /** Returns the condition that the country is one of these. */
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

    /** Returns the condition that the country's English name has any of the keys in that part. */
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
            return known; // the stored form of an unknown country is never a code
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

    /** Returns the expression for the text of an unknown country, without the mark before it. */
    private String unknownCountryName(String column) {
        return dialect.withoutFirstCharacter(column);
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 128);
    }
}
