package heed.filters;

import static org.assertj.core.api.Assertions.assertThat;

import heed.filters.json.Problem;
import heed.filters.json.ReadResult;
import heed.filters.json.SourceText;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the messages about a wrong criterion suggest: the author's meaning, or a question. */
class AdviceTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '~',
            value = {
                "last 30 dais ~ \"last 30 days\"",
                "past 7 days ~ \"last 7 days\"",
                "in the last 2 weeks ~ \"last 2 weeks\"",
                "previous month ~ \"last month\"",
                "tody ~ \"today\"",
                "more then 2 years ago ~ \"more than 2 years ago\"",
                "3 dayss from now ~ \"3 days from now\"",
                "this moth ~ \"this month\"",
                "not in last 6 months ~ \"operator\": \"not-in-time-frame\", \"value\": \"last 6 months\"",
                "not today ~ \"operator\": \"not-in-time-frame\", \"value\": \"today\""
            })
    void a_wrong_time_frame_has_a_suggestion_with_its_meaning(String typed, String suggestion) {
        assertThat(problem("Created", "in-time-frame", typed).suggestion()).contains(suggestion);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"180 days", "older than 180 days", "180 days old", "within 180 days", "newer than 180 days"})
    void a_duration_without_a_direction_is_asked_about(String typed) {
        Problem problem = problem("Created", "in-time-frame", typed);

        assertThat(problem.message()).contains("\"last 180 days\"", "\"more than 180 days ago\"");
        assertThat(problem.suggestion()).isEmpty();
    }

    @Test
    void a_double_negation_has_no_suggestion() {
        assertThat(problem("Created", "not-in-time-frame", "not in last 6 months")
                        .suggestion())
                .isEmpty();
    }

    @Test
    void a_time_frame_in_the_operator_is_separated_from_it() {
        assertThat(problem("Created", "not in last 6 months", "x").suggestion())
                .contains("\"operator\": \"not-in-time-frame\", \"value\": \"last 6 months\"");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '~',
            value = {
                "equals ~ last 30 days ~ \"operator\": \"in-time-frame\"",
                "does-not-equal ~ last 30 days ~ \"operator\": \"not-in-time-frame\""
            })
    void a_time_frame_of_an_equality_has_the_operator_of_time_frames(String operator, String value, String suggestion) {
        assertThat(problem("Created", operator, value).suggestion()).contains(suggestion);
    }

    @Test
    void an_ordering_with_a_time_frame_has_no_suggestion() {
        assertThat(problem("Created", "less-than", "last 30 days").suggestion()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '~',
            value = {
                "Country ~ Germany, Austria ~ [\"Germany\", \"Austria\"]",
                "Country ~ Germany; Austria and France ~ [\"Germany\", \"Austria\", \"France\"]",
                "Email ~ a@example.com, b@example.com ~ [\"a@example.com\", \"b@example.com\"]"
            })
    void several_values_in_one_text_are_suggested_as_a_list(String field, String typed, String suggestion) {
        assertThat(problem(field, "equals", typed).suggestion()).contains(suggestion);
    }

    @Test
    void a_text_that_looks_like_several_values_has_a_warning() {
        assertThat(warnings("State", "California, Oregon"))
                .singleElement()
                .satisfies(warning -> assertThat(warning.message()).contains("[\"California\", \"Oregon\"]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Washington, DC", "Acme, Inc.", "Johnson and Johnson", "Rock & Roll", "a,b"})
    void a_text_with_a_comma_that_is_one_value_has_no_warning(String value) {
        assertThat(warnings("Company", value)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"html\": \"<a href=\"https://example.com\">x</a>\"}",
                "{\"html\": \"<p class=\"\">x</p>\"}",
                "{\"text\": \"Say \"hello\"\"}"
            })
    void a_double_quote_inside_a_text_is_named(String json) {
        ReadResult<Criterion> result =
                CriterionReader.read(new SourceText("who.json", json), CriterionFixtures.FIELDS, ZoneOffset.UTC);

        List<Problem> problems = result.either(valid -> valid.warnings(), invalid -> invalid.problems());
        assertThat(problems)
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("is written \\\""));
    }

    private static Problem problem(String field, String operator, String value) {
        return read(field, operator, value)
                .either(
                        valid -> {
                            throw new AssertionError("there is no problem");
                        },
                        invalid -> invalid.problems().get(0));
    }

    private static List<Problem> warnings(String field, String value) {
        return read(field, "equals", value).either(valid -> valid.warnings(), invalid -> invalid.problems());
    }

    private static ReadResult<Criterion> read(String field, String operator, String value) {
        String json = "{\"field\": \"%s\", \"operator\": \"%s\", \"value\": \"%s\"}".formatted(field, operator, value);
        return CriterionReader.read(new SourceText("who.json", json), CriterionFixtures.FIELDS, ZoneOffset.UTC);
    }
}
