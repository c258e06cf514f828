package heed.cli.internal.console;

import static org.assertj.core.api.Assertions.assertThat;

import heed.cli.process.CommandEnvironment;
import heed.model.testing.SettableClock;
import heed.store.DatabaseStore;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressDisplayTest {
    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private CommandEnvironment environment(boolean terminal) {
        return new CommandEnvironment(
                InputStream.nullInputStream(),
                new ByteArrayOutputStream(),
                err,
                new CommandEnvironment.Terminals(false, terminal, 96),
                clock,
                ZoneOffset.UTC,
                "mira",
                Map.of(),
                DatabaseStore.DEFAULT_LOCK_TIMEOUT,
                () -> false);
    }

    @Test
    void without_a_terminal_a_line_shows_rate_and_remaining_time_every_few_seconds() {
        List<String> lines = new ArrayList<>();
        try (ProgressDisplay progress =
                ProgressDisplay.of(environment(false), "Importing", "row", 100_000, lines::add)) {
            clock.advance(Duration.ofSeconds(2));
            progress.update(10_000);
            clock.advance(Duration.ofSeconds(3));
            progress.update(25_000);
            clock.advance(Duration.ofSeconds(1));
            progress.update(30_000);
        }
        assertThat(lines).containsExactly("Importing 25,000 of 100,000 rows, 5,000 a second, 15 s left");
    }

    @Test
    void on_a_terminal_a_bar_shows_rate_and_remaining_time_and_leaves_no_line() {
        try (ProgressDisplay progress =
                ProgressDisplay.of(environment(true), "Importing", "row", 100_000, line -> {})) {
            progress.update(25_000);
        }
        String shown = err.toString(StandardCharsets.UTF_8);
        assertThat(shown)
                .contains("Importing [###         ] 25,000 of 100,000 rows, ")
                .doesNotContain("\n");
    }

    @Test
    void a_line_on_a_terminal_fits_eighty_columns() {
        assertThat(line("Exporting", "address", 0, 1, 0, "")).isEqualTo("Exporting [            ] 0 of 1 address");
        assertThat(line("Exporting", "address", 12_000_000, 12_000_000, 600, ""))
                .isEqualTo("Exporting [############] 12,000,000 of 12,000,000 addresses, 20,000/s");
        assertThat(line("Sending", "mail", 45_000, 100_000, 179, "42,750 sent, 2,250 not sent"))
                .isEqualTo("Sending 45,000 of 100,000, 251/s, 3 min left; 42,750 sent, 2,250 not sent");
        assertThat(line("Sending", "mail", 9_000, 5_000_000, 90, "8,000 sent, 900 retrying, 100 unknown, 77 not sent"))
                .isEqualTo("Sending 9,000 of 5,000,000, 100/s, 13 h left; 8,000 sent, 900 retrying, …");
    }

    private static String line(String task, String noun, long done, long total, long seconds, String details) {
        String line = ProgressDisplay.TerminalBar.line(task, noun, done, total, Duration.ofSeconds(seconds), details);
        assertThat(line).hasSizeLessThan(80);
        return line;
    }
}
