package heed.cli.internal.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalTextTest {
    @Test
    void nothing_that_steers_a_terminal_is_shown_raw() {
        assertThat(TerminalText.escape("a\u001b[31mred\u0007\nnext\u009b2J\u202eturned\u007f"))
                .isEqualTo("a\\u001b[31mred\\u0007\\u000anext\\u009b2J\\u202eturned\\u007f");
    }

    @Test
    void text_of_every_script_stays_as_it_is() {
        assertThat(TerminalText.escape("Zoë 山田 👩‍👩‍👧 עברית")).isEqualTo("Zoë 山田 👩‍👩‍👧 עברית");
    }

    @Test
    void a_file_on_a_terminal_keeps_its_lines_but_steers_nothing() throws IOException {
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
    void counts_read_as_people_write_them(long number, String noun, String words) {
        assertThat(TerminalText.formatCount(number, noun)).isEqualTo(words);
    }
}
