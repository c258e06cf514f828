package heed.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heed.benchmarks.matching.AutomationFamily;
import heed.benchmarks.measure.ResultCheck;
import heed.benchmarks.measure.Statistics;
import heed.examples.prove.DurablePostgres;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs each benchmark on little data, and checks that its strategies have the same result. Measures no speed. */
class BenchmarksSmokeTest {
    private static final Pattern RUNS = Pattern.compile("exec .*/run\" (\\w+)");
    private static final Set<String> TESTED_ALONE =
            Set.of("DecideBenchmark", "CompileRulesBenchmark", "ReadBouncesBenchmark");

    /** The other benchmarks, each as small as possible, with what each must print: the result that its strategies share. */
    private enum SmallRun {
        BULK_PATHS(
                BulkPathsBenchmark.class,
                "same result  rows inserted, and their hash: 5000 \\w+ by insert: batch, insert: batch, rewritten,"
                        + " insert: arrays, insert: COPY\nsame result  rows updated, and their hash: 5000 \\w+ by update: batch,"
                        + " update: arrays, update: COPY and join",
                folder -> BulkPathsBenchmark.main(arguments("100", "1"))),
        DELIVER(
                DeliverBenchmark.class,
                "same result  mails to recipients, each once: 96 by heed, loop",
                folder -> DeliverBenchmark.main(arguments(folder, "300", "100", "1", "2"))),
        DELIVER_MEMORY(
                DeliverMemoryBenchmark.class,
                " 50 mails: .* MB live at most, .* MB resident at most",
                folder -> DeliverMemoryBenchmark.main(arguments(folder, "64", "2", "50"))),
        DELIVER_REFUSED(
                DeliverRefusedBenchmark.class,
                "\n20 refused: .* mails a second .*\nratio ",
                folder -> DeliverRefusedBenchmark.main(arguments("sqlite", folder, "300", "150", "10", "1", "2"))),
        IMPORT(
                ImportBenchmark.class,
                "same result  imported prospects: .* by heed import, ",
                folder -> ImportBenchmark.main(arguments(folder, "sqlite", "200", "1"))),
        MASS_BOUNCE(
                MassBounceBenchmark.class,
                "\n100 addresses were marked",
                folder -> MassBounceBenchmark.main(arguments("sqlite", folder, "100"))),
        ONE_PASS(
                OnePassBenchmark.class,
                "same result  prospects of each automation: \\[.*] by one pass, queries",
                folder -> OnePassBenchmark.main(arguments(folder, "500", "1", "2"))),
        OPT_OUT(
                OptOutBenchmark.class,
                "same result  opt-outs .*: 19 4342 19 19 4342 by heed run, batch SQL",
                folder -> OptOutBenchmark.main(arguments(folder, "500", "1"))),
        OPT_OUT_ON_POSTGRES(
                OptOutPostgresBenchmark.class,
                "same result  opt-outs .*: 19 4342 19 19 4342 by heed run, batch SQL",
                folder -> OptOutPostgresBenchmark.main(arguments(folder, "500", "1"))),
        PREVIEW_COUNT(
                PreviewCountBenchmark.class,
                "same result  affected prospects: 19 by .*\n(.*\n)*same result  affected prospects: 19 by evaluated by rules, full JDBC scan",
                folder -> PreviewCountBenchmark.main(arguments(folder, "500", "1"))),
        SUPPRESSION_CHECKS(
                SuppressionChecksBenchmark.class,
                "same result  suppressed of the checked addresses, all rounds: [1-9]\\d* by the gate's reading, a SELECT for each",
                folder -> SuppressionChecksBenchmark.main(arguments(folder, "500", "1")));

        private final Class<?> benchmark;
        private final String output;
        private final Start start;

        SmallRun(Class<?> benchmark, String output, Start start) {
            this.benchmark = benchmark;
            this.output = output;
            this.start = start;
        }

        private interface Start {
            void run(Path folder) throws Exception;
        }

        private static String[] arguments(Object... arguments) {
            return Stream.of(arguments).map(Object::toString).toArray(String[]::new);
        }

        private boolean startsPostgres() {
            return this == BULK_PATHS || this == OPT_OUT_ON_POSTGRES;
        }
    }

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);

    @Test
    void the_bulk_matcher_sessions_and_hand_written_predicates_find_the_same_matches() {
        DecideBenchmark.run(1_500, 1, List.of(AutomationFamily.values()), List.of(1, 100), print);
        assertThat(out.toString(StandardCharsets.UTF_8).lines().filter(line -> line.matches("  bulk .* bytes .*")))
                .hasSize(16);
        assertThat(out.toString(StandardCharsets.UTF_8).lines().filter(line -> line.contains("same result")))
                .hasSize(16)
                .allMatch(line -> line.matches(".*: \\d+ -?\\d+ by bulk, loop, indexed(, session)?"))
                .filteredOn(line -> !line.contains(": 0 0 by"))
                .hasSizeGreaterThanOrEqualTo(10);
    }

    @Test
    void compiling_automations_is_measured_cold_and_warm() throws IOException {
        CompileRulesBenchmark.run(20, 1, print);
        assertThat(out.toString(StandardCharsets.UTF_8))
                .containsPattern("cold.*ms")
                .containsPattern("warm.*ms");
    }

    @Test
    void reading_mails_is_compared_with_parsing_them(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("a.eml"), """
                From: MAILER-DAEMON@qm.example
                Subject: failure notice

                <lea@farm.example>:
                550 5.1.1 no such user
                """);
        ReadBouncesBenchmark.run(folder, 1, print);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("read, with 1 bounces", "parsed by the mail library");
    }

    @ParameterizedTest
    @EnumSource
    void the_strategies_of_a_benchmark_have_the_same_result(SmallRun small) throws Exception {
        assumeTrue(!small.startsPostgres() || DurablePostgres.isInstalled(), "PostgreSQL is not installed");
        Path folder = Files.createTempDirectory("heed-smoke");
        PrintStream standardOutput = System.out;
        try {
            Files.setPosixFilePermissions(
                    folder, PosixFilePermissions.fromString("rwxr-xr-x")); // for the user postgres
            System.setOut(print);
            small.start.run(folder);
        } finally {
            System.setOut(standardOutput);
            delete(folder);
        }
        assertThat(out.toString(StandardCharsets.UTF_8)).containsPattern(small.output);
    }

    @Test
    void strategies_with_different_results_are_not_compared() {
        ResultCheck check = new ResultCheck("rows");
        check.add("batch", 3);
        assertThatThrownBy(() -> check.add("COPY", 2)).hasMessage("rows: 2 by COPY instead of 3 by [batch, COPY]");
    }

    @Test
    void a_strategy_is_not_compared_with_itself() {
        ResultCheck check = new ResultCheck("rows");
        check.add("batch", 3);
        check.add("batch", 3);
        assertThatThrownBy(check::summary).hasMessageContaining("nothing was compared");
    }

    /** Deletes a folder, with the files of the user postgres. */
    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void every_benchmark_with_a_command_is_run_here() throws IOException {
        Set<String> tested = new TreeSet<>(TESTED_ALONE);
        Stream.of(SmallRun.values()).forEach(small -> tested.add(small.benchmark.getSimpleName()));
        Set<String> commands = new TreeSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of(""), Files::isExecutable)) {
            for (Path file : files) {
                if (Files.isRegularFile(file)) {
                    RUNS.matcher(Files.readString(file)).results().forEach(run -> commands.add(run.group(1)));
                }
            }
        }
        assertThat(commands).isEqualTo(tested);
    }

    @Test
    void the_median_is_the_middle_or_the_mean_of_the_two_middle_ones() {
        assertThat(Statistics.of(List.of(3.0, 1.0, 2.0))).isEqualTo(new Statistics(2, 1, 3));
        assertThat(Statistics.of(List.of(4.0, 1.0))).isEqualTo(new Statistics(2.5, 1, 4));
    }
}
