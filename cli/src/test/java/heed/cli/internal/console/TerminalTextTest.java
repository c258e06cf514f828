package heed.cli.internal.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalTextTest {
    @Test
    void control_and_direction_characters_are_escaped() {
        assertThat(TerminalText.escape("a\u001b[31mred\u0007\nnext\u009b2J\u202eturned\u007f"))
                .isEqualTo("a\\u001b[31mred\\u0007\\u000anext\\u009b2J\\u202eturned\\u007f");
    }

    @Test
    void text_of_every_script_is_unchanged() {
        assertThat(TerminalText.escape("Zoë 山田 👩‍👩‍👧 עברית")).isEqualTo("Zoë 山田 👩‍👩‍👧 עברית");
    }

    @Test
    void a_file_on_a_terminal_keeps_its_line_ends_and_has_its_control_characters_escaped() throws IOException {
        StringWriter shown = new StringWriter();
        try (TerminalSafeWriter writer = new TerminalSafeWriter(shown)) {
            writer.write("a\tb\n\u001b[2Jc👋\n");
        }
        assertThat(shown).hasToString("a\tb\n\\u001b[2Jc👋\n");
    }

    @ParameterizedTest
    @CsvSource({
        "0,prospect,0 prospects",
        "1,prospect,1 prospect",
        "1204,prospect,'1,204 prospects'",
        "2,address,2 addresses"
    })
    void counts_are_formatted_with_separators_and_the_right_plural(long number, String noun, String words) {
        assertThat(TerminalText.formatCount(number, noun)).isEqualTo(words);
    }
}
