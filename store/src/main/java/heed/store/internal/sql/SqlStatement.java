package heed.store.internal.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A statement as a database takes it.
 *
 * @param parameterNumbers which of the values, counted from 1, each parameter has; empty if they come in their order
 */
public record SqlStatement(String text, List<Integer> parameterNumbers) {
    private static final Pattern WORD = Pattern.compile("\\{(\\w+)(?: ([^}]*))?}");
    private static final Pattern NUMBERED = Pattern.compile("\\?(\\d+)");

    /** With each word in braces in the database's own. */
    public static SqlStatement of(String sql, BinaryOperator<String> sqlFor) {
        if (sql.indexOf('{') < 0) {
            return new SqlStatement(sql, List.of());
        }
        String text = WORD.matcher(sql)
                .replaceAll(word -> Matcher.quoteReplacement(
                        sqlFor.apply(word.group(1), word.group(2) == null ? "" : word.group(2))));
        return new SqlStatement(text, List.of());
    }

    /** With parameters that are only counted, where they were numbered. */
    public SqlStatement withPositionalParameters() {
        List<Integer> numbers = new ArrayList<>();
        String positional = NUMBERED.matcher(text).replaceAll(parameter -> {
            numbers.add(Integer.valueOf(parameter.group(1)));
            return "?";
        });
        return numbers.isEmpty() ? this : new SqlStatement(positional, List.copyOf(numbers));
    }
}
