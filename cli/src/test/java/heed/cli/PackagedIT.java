package heed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as it is shipped, in processes of its own. */
class PackagedIT {
    private static final Path JAR = Path.of("target", "heed.jar").toAbsolutePath();
    private static final String OPT_OUT = """
            { "id": "opt-out", "name": "Opt out Canada",
              "who": { "field": "Country", "operator": "equals", "value": "Canada" },
              "actions": [ { "action": "set-field", "field": "Email Opt Out", "value": true } ],
              "run": { "mode": "once" } }
            """;

    @TempDir
    Path folder;

    private record Ended(int code, String out, String err) {}

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                JAR.toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).directory(folder.toFile()).start();
    }

    private Ended heed(String... arguments) throws IOException, InterruptedException {
        Process process = start(arguments);
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), out, err);
    }

    private void people(int count) throws IOException {
        try (BufferedWriter people = Files.newBufferedWriter(folder.resolve("people.csv"))) {
            people.write("Email,Country\n");
            for (int i = 0; i < count; i++) {
                people.write("p" + i + "@example.com," + (i % 4 == 0 ? "Canada" : "Peru") + "\n");
            }
        }
    }

    @Test
    void the_whole_way_from_import_to_undo_leaves_nothing_but_the_result_on_standard_output() throws Exception {
        people(400);
        Files.writeString(folder.resolve("opt-out.json"), OPT_OUT);
        assertThat(heed("--version").out()).startsWith("heed 0.");
        assertThat(heed("validate", "opt-out.json"))
                .isEqualTo(new Ended(0, "opt-out.json is valid: Opt out Canada\n", ""));
        Ended imported = heed("import", "people.csv");
        assertThat(imported.code()).isZero();
        assertThat(imported.err()).startsWith("Made the store ./heed.db.\n");
        assertThat(heed("preview", "opt-out.json").out()).contains("Affected 100 of 400 prospects. Ignored 300.");
        assertThat(heed("run", "opt-out.json", "--json").out()).contains("\"applied\" : 100");
        assertThat(heed("run", "opt-out.json").code()).isEqualTo(3);
        assertThat(heed("undo", "1").out()).contains("100 values put back");
    }

    @Test
    void every_command_can_be_given_once_to_archive_its_classes() throws Exception {
        Process warmUp = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        JAR.toString(),
                        WarmUp.class.getName())
                .redirectErrorStream(true)
                .start();
        assertThat(new String(warmUp.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(warmUp.waitFor()).isZero();
    }

    @Test
    void a_reader_that_goes_away_is_no_failure() throws Exception {
        people(6_000);
        heed("import", "people.csv");
        Process export = start("export");
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(export.getInputStream(), StandardCharsets.UTF_8), 64)) {
            assertThat(out.readLine()).startsWith("Id,Email,");
        }
        assertThat(new String(export.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(export.waitFor()).isZero();
    }

    @Test
    void an_import_that_is_asked_to_end_keeps_its_batches_and_says_how_to_go_on() throws Exception {
        people(40_000);
        Process process = start("import", "people.csv");
        try (BufferedReader err =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            assertThat(err.readLine()).startsWith("Made the store");
            process.toHandle().destroy();
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(err.lines()).last().asString().contains("stopped as asked", "the same command again");
        }
        assertThat(process.exitValue()).isEqualTo(1);
        Ended again = heed("import", "people.csv", "--json");
        assertThat(again.code()).isZero();
        assertThat(again.out()).contains("\"rejected\" : 0").doesNotContain("\"unchanged\" : 0");
    }
}
