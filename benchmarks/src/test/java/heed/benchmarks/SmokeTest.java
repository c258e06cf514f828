package heed.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmarks run, and what they compare does the same; how fast is for a quiet machine. */
class SmokeTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);

    @Test
    void deciding_in_bulk_by_sessions_and_by_hand_finds_the_same_matches() {
        Decide.run(1_500, 1, List.of(Family.values()), List.of(1, 100), print);
        assertThat(out.toString(StandardCharsets.UTF_8).lines().filter(line -> line.matches("  bulk .* bytes .*")))
                .hasSize(16);
    }

    @Test
    void automations_become_a_rule_base_cold_and_warm() throws IOException {
        CompileRules.run(20, 1, print);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .containsPattern("cold.*ms")
                .containsPattern("warm.*ms");
    }

    @Test
    void mails_are_read_and_taken_apart(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("a.eml"), """
                From: MAILER-DAEMON@qm.example
                Subject: failure notice

                <lea@farm.example>:
                550 5.1.1 no such user
                """);
        ReadBounces.run(folder, 1, print);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("read, with 1 bounces", "taken apart");
    }

    @Test
    void the_median_is_the_middle() {
        assertThat(Spread.of(List.of(3.0, 1.0, 2.0))).isEqualTo(new Spread(2, 1, 3));
        assertThat(Spread.of(List.of(4.0, 1.0))).isEqualTo(new Spread(2.5, 1, 4));
    }
}
