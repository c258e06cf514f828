package heed.examples;

import static org.assertj.core.api.Assertions.assertThat;

import heed.cli.Heed;
import heed.cli.process.CommandEnvironment;
import heed.store.DatabaseStore;
import heed.store.SqliteStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks the files of docs/deploying against the program. */
class DeploymentFilesTest {
    private static final Path DEPLOYING = Path.of("../docs/deploying");
    private static final String PROGRAM = "ExecStart=/opt/heed/heed ";

    static List<Path> units() throws IOException {
        try (Stream<Path> files = Files.list(DEPLOYING)) {
            return files.filter(file -> file.toString().endsWith(".service"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("units")
    void a_unit_starts_a_command_with_options_that_exist(Path unit) throws IOException {
        String command = Files.readAllLines(unit).stream()
                .filter(line -> line.startsWith(PROGRAM))
                .findFirst()
                .orElseThrow()
                .substring(PROGRAM.length())
                .replace("%i", "default")
                .replace("${HEED_STORE}", "heed.db")
                .replace("${HEED_PORT}", "8025");

        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        // --help is read only after the options before it.
        int code = run(errors, Map.of(), (command + " --help").split(" "));

        assertThat(code).as(errors.toString(StandardCharsets.UTF_8)).isZero();
    }

    @Test
    void the_mail_settings_are_read_without_a_problem(@TempDir Path folder) {
        Path store = folder.resolve("heed.db");
        try (DatabaseStore created = SqliteStore.open(store, Clock.systemUTC())) {
            created.addAccount("default", ZoneOffset.UTC);
        }
        ByteArrayOutputStream errors = new ByteArrayOutputStream();

        int code = run(
                errors,
                Map.of("HEED_MAIL", DEPLOYING.resolve("account.json").toString()),
                "deliver",
                "--store",
                store.toString());

        assertThat(code).as(errors.toString(StandardCharsets.UTF_8)).isZero();
    }

    @Tag("proof")
    @Test
    void systemd_understands_the_units(@TempDir Path folder) throws Exception {
        String systemd = InstalledProgram.find("systemd-analyze");
        for (Path unit : units()) {
            Path copy = folder.resolve(unit.getFileName());
            Files.writeString(copy, Files.readString(unit).replace("/opt/heed/heed ", "/bin/true "));

            assertThat(InstalledProgram.run(List.of(systemd, "verify", "--man=no", copy.toString())))
                    .isEmpty();
        }
    }

    private static int run(ByteArrayOutputStream errors, Map<String, String> variables, String... arguments) {
        return Heed.run(
                new CommandEnvironment(
                        new ByteArrayInputStream(new byte[0]),
                        new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8),
                        errors,
                        CommandEnvironment.Terminals.NONE,
                        Clock.systemUTC(),
                        ZoneOffset.UTC,
                        "tester",
                        variables,
                        DatabaseStore.DEFAULT_LOCK_TIMEOUT,
                        () -> false),
                arguments);
    }
}
