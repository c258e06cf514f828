package heed.filters.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProblemTextTest {

    @Test
    void a_problem_is_shown_under_its_line_with_a_caret() {
        String line = "    { \"field\": \"Email Optout\", \"operator\": \"equals\", \"value\": false } ] },";
        SourceText source = new SourceText("opt-out-france.json", "{\n\n\n\n" + line + "\n}");
        Problem problem = new Problem(
                "opt-out-france.json",
                5,
                16,
                "/who/all/1/field",
                "unknown-field",
                "there is no field \"Email Optout\"",
                Optional.of("\"Email Opt Out\""));
        assertThat(ProblemText.of(List.of(problem), source)).isEqualTo("""
                opt-out-france.json:5:16  /who/all/1/field
                 |     { "field": "Email Optout", "operator": "equals", "value": false } ] },
                 |                ^
                there is no field "Email Optout". Did you mean "Email Opt Out"?
                """);
    }

    @Test
    void problems_are_separated_by_an_empty_line_and_the_whole_file_has_no_pointer() {
        SourceText source = new SourceText("a.json", "{}");
        assertThat(ProblemText.of(List.of(at(1, 1), at(1, 2)), source)).isEqualTo("""
                a.json:1:1
                 | {}
                 | ^
                wrong.

                a.json:1:2
                 | {}
                 |  ^
                wrong.
                """);
    }

    @Test
    void tabs_and_wide_characters_do_not_displace_the_caret() {
        assertThat(excerpt("\t\"a\": x", 7)).isEqualTo("""
                 |     "a": x
                 |          ^
                """);
        assertThat(excerpt("[\"東京😀e\u0301\", x]", 10)).isEqualTo("""
                 | ["東京😀e\u0301", x]
                 |            ^
                """);
        assertThat(excerpt("\uFEFF[x", 2)).isEqualTo("""
                 | [x
                 |  ^
                """);
    }

    @Test
    void a_long_line_is_truncated_around_the_caret() {
        String shown = excerpt("a".repeat(500) + "X" + "b".repeat(500), 501);
        List<String> lines = shown.lines().toList();
        assertThat(lines.get(0)).isEqualTo(" | …" + "a".repeat(60) + "X" + "b".repeat(39) + "…");
        assertThat(lines.get(0).charAt(lines.get(1).indexOf('^'))).isEqualTo('X');
        assertThat(excerpt("X" + "b".repeat(500), 1)).isEqualTo(" | X" + "b".repeat(99) + "…\n | ^\n");
    }

    @Test
    void a_file_cannot_control_the_terminal_that_shows_it() {
        assertThat(excerpt("\u001b[31mred\u202egnorw\u0007", 1)).doesNotContain("\u001b", "\u202e", "\u0007");
        assertThat(QuotedText.of("a\"b\\c\n\u001b[2J\u202e😀")).isEqualTo("\"a\\\"b\\\\c\\n\\u001b[2J\\u202e😀\"");
        assertThat(QuotedText.of("😀".repeat(59) + "ab")).endsWith("…\"").hasSizeLessThan(130);
    }

    @Test
    void a_location_after_the_end_is_shown_at_the_end() {
        assertThat(excerpt("{", 2)).isEqualTo(" | {\n |  ^\n");
        assertThat(ProblemText.of(List.of(at(9, 1)), new SourceText("a.json", "{")))
                .isEqualTo("a.json:9:1\nwrong.\n");
    }

    private static String excerpt(String line, int column) {
        String text = ProblemText.of(List.of(at(1, column)), new SourceText("a.json", line));
        return text.substring(text.indexOf('\n') + 1, text.indexOf("wrong."));
    }

    private static Problem at(int line, int column) {
        return new Problem("a.json", line, column, "", "wrong", "wrong", Optional.empty());
    }
}
