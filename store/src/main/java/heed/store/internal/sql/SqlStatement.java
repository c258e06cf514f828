package heed.store.internal.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A statement in the SQL of one database.
 *
 * @param parameterNumbers for each parameter of the text in order, the number of its value, counted from 1; empty if the
 *     values are bound in their own order
 */
public record SqlStatement(String text, List<Integer> parameterNumbers) {
    private static final Pattern BRACES = Pattern.compile("\\{([^}]*)}");
    private static final Pattern NUMBERED = Pattern.compile("\\?(\\d+)");

    /**
     * Replaces each placeholder in braces.
     *
     * @param sqlFor returns the database's SQL for a placeholder and its argument, which is empty if there is none
     * @throws IllegalArgumentException if the braces contain no {@link SqlPlaceholder}
     */
    public static SqlStatement of(String sql, BiFunction<SqlPlaceholder, String, String> sqlFor) {
        if (sql.indexOf('{') < 0) {
            return new SqlStatement(sql, List.of());
        }
        String text = BRACES.matcher(sql).replaceAll(braces -> {
            SqlPlaceholder placeholder = SqlPlaceholder.find(braces.group(1));
            return Matcher.quoteReplacement(sqlFor.apply(placeholder, placeholder.argumentOf(braces.group(1))));
        });
        return new SqlStatement(text, List.of());
    }

    /**
     * Replaces numbered parameters, which may repeat a value, by plain ones. A statement without numbers stays as it is.
     */
    public SqlStatement withPositionalParameters() {
        List<Integer> numbers = new ArrayList<>();
        String positional = NUMBERED.matcher(text).replaceAll(parameter -> {
            numbers.add(Integer.valueOf(parameter.group(1)));
            return "?";
        });
        return numbers.isEmpty() ? this : new SqlStatement(positional, List.copyOf(numbers));
    }
}
