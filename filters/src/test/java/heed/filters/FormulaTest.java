package heed.filters;

import static org.assertj.core.api.Assertions.assertThat;

import heed.filters.json.Problem;
import heed.filters.reading.SentenceOf;
import java.time.ZoneOffset;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormulaTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "1, 1, City is c1",
        "1 AND 2, 2, City is c1 and City is c2",
        "1 OR 2, 2, City is c1 or City is c2",
        "1 AND (2 OR 3 OR 4), 4, City is c1 and (City is c2 or City is c3 or City is c4)",
        "(1 AND (2 OR 3 OR 4) AND 5) AND 6, 6, "
                + "(City is c1 and (City is c2 or City is c3 or City is c4) and City is c5) and City is c6",
        "2 or(1And 2), 2, City is c2 or (City is c1 and City is c2)",
        "((1)), 1, City is c1",
        "1 AND 1, 1, City is c1 and City is c1",
        "' 2  AND\t1 ', 2, City is c2 and City is c1"
    })
    void a_formula_that_follows_the_grammar_is_read(String formula, int criteria, String sentence) {
        assertThat(SentenceOf.criterion(CriterionFixtures.parse(numbered(formula, criteria)), ZoneOffset.UTC))
                .isEqualTo(sentence);
    }

    /** The third column is the position of the character in the formula, from 1. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "1 AND 2 OR 3                 | 3 | 9  | AND and OR at one level need brackets, as in 1 AND (2 OR 3)",
                "1 AND 2 (3 OR 4)             | 4 | 9  | AND or OR is missing before this",
                "1 AND OR 2                   | 2 | 7  | a criterion's number or a bracket is expected here, not \"OR\"",
                "1 XYZ 2                      | 2 | 3  | \"XYZ\" is neither AND nor OR",
                "1 AND 2 AND (2 OR 3) OR 4    | 4 | 22 | AND and OR at one level need brackets, as in 1 AND (2 OR 3)",
                "1 AND 3                      | 3 | 1  | criterion 2 is not used",
                "1                            | 4 | 1  | criteria 2, 3 and 4 are not used",
                "1                            | 40| 1  | 39 criteria are not used, the first is 2",
                "''                           | 1 | 1  | the formula is empty; it is written like 1 AND (2 OR 3)",
                "'  '                         | 1 | 3  | the formula is empty; it is written like 1 AND (2 OR 3)",
                "1 AND                        | 1 | 6  | the formula ends where a criterion's number is needed",
                "(1 AND 2                     | 2 | 1  | this bracket is not closed",
                "1 AND 2)                     | 2 | 8  | this bracket closes nothing",
                "()                           | 1 | 2  | a criterion's number or a bracket is expected here, not \")\"",
                "1 AND NOT 2                  | 2 | 7  | formulas have no NOT; put the criterion itself into {\"not\": …}",
                "1 2                          | 2 | 3  | AND or OR is missing before this",
                "1 AND2                       | 2 | 1  | ",
                "0 AND 1                      | 1 | 1  | there is no criterion 0; they are numbered from 1 to 1",
                "1 AND 5                      | 1 | 7  | there is no criterion 5; they are numbered from 1 to 1",
                "1 AND 99999999999999999999   | 1 | 7  | there is no criterion of so high a number; they are numbered from 1 to 1",
                "1 && 2                       | 2 | 3  | \"&\" is neither AND nor OR",
                "1.5                          | 1 | 2  | \".\" is neither AND nor OR",
                "-1                           | 1 | 1  | a criterion's number or a bracket is expected here, not \"-\"",
                "１ AND 2                      | 2 | 1  | a criterion's number or a bracket is expected here, not \"１\"",
            })
    void a_formula_that_does_not_follow_the_grammar_is_reported_with_location_and_reason(
            String formula, int criteria, int column, String message) {
        if (message == null) { // a number may follow a word without a space
            assertThat(CriterionFixtures.problems(numbered(formula, criteria))).isEmpty();
            return;
        }
        Problem problem = CriterionFixtures.problem(numbered(formula, criteria));
        assertThat(problem.code()).isEqualTo("bad-formula");
        assertThat(problem.message()).isEqualTo(message);
        assertThat(problem.pointer()).isEqualTo("/formula");
        assertThat(problem.column() - "{\"formula\":\"".length()).isEqualTo(column);
    }

    @Test
    void the_column_is_right_after_escapes_and_wide_characters() {
        Problem problem =
                CriterionFixtures.problem("{\"formula\":\"1\\u0020\\t\uD83D\uDE00 2\",\"criteria\":[" + city(1) + "]}");
        assertThat(problem.column()).isEqualTo(22);
        assertThat(problem.message()).startsWith("\"\uD83D");
    }

    @Test
    void depth_and_size_of_a_formula_have_limits() {
        assertThat(CriterionFixtures.problem(numbered("(".repeat(5_000) + "1", 1))
                        .code())
                .isEqualTo("too-deep");
        assertThat(CriterionFixtures.problems(numbered("(".repeat(64) + "1" + ")".repeat(64), 1)))
                .isEmpty();
        String deep = "1 AND (1 OR (".repeat(31) + "1 AND 1" + "))".repeat(31);
        String inner = numbered(deep, 1);
        assertThat(CriterionFixtures.problems(inner)).isEmpty();
        assertThat(CriterionFixtures.problem("{\"formula\":\"" + deep + "\",\"criteria\":[" + inner + "]}")
                        .code())
                .isEqualTo("too-deep");
        String doubled = city(1);
        for (int i = 0; i < 20; i++) {
            doubled = "{\"formula\":\"1 AND 1\",\"criteria\":[" + doubled + "]}";
        }
        assertThat(CriterionFixtures.problem(doubled).code()).isEqualTo("too-large");
        String values = "{\"field\":\"City\",\"operator\":\"equals\",\"value\":[" + "\"a\",".repeat(9_999) + "\"a\"]}";
        assertThat(CriterionFixtures.problem(
                                "{\"formula\":\"1" + " AND 1".repeat(11) + "\",\"criteria\":[" + values + "]}")
                        .message())
                .isEqualTo("these have more than 100,000 values");
    }

    private static String numbered(String formula, int criteria) {
        return "{\"formula\":\"" + formula.replace("\t", "\\t") + "\",\"criteria\":["
                + IntStream.rangeClosed(1, criteria).mapToObj(FormulaTest::city).collect(Collectors.joining(","))
                + "]}";
    }

    private static String city(int number) {
        return "{\"field\":\"City\",\"operator\":\"equals\",\"value\":\"c" + number + "\"}";
    }
}
