package heed.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heed.benchmarks.matching.AutomationFamily;
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

/** The benchmarks run, and what they compare does the same; how fast is for a quiet machine. */
class BenchmarksSmokeTest {
    private static final Pattern RUNS = Pattern.compile("exec .*/run\" (\\w+)");
    private static final Set<String> TESTED_ALONE =
            Set.of("DecideBenchmark", "CompileRulesBenchmark", "ReadBouncesBenchmark");

    /** The others, each as small as it comes, with a folder of its own. */
    private enum SmallRun {
        BULK_PATHS(BulkPathsBenchmark.class, folder -> BulkPathsBenchmark.main(arguments("100", "1"))),
        DELIVER(DeliverBenchmark.class, folder -> DeliverBenchmark.main(arguments(folder, "300", "100", "1", "2"))),
        DELIVER_MEMORY(
                DeliverMemoryBenchmark.class,
                folder -> DeliverMemoryBenchmark.main(arguments(folder, "64", "2", "50"))),
        DELIVER_REFUSED(
                DeliverRefusedBenchmark.class,
                folder -> DeliverRefusedBenchmark.main(arguments("sqlite", folder, "300", "150", "10", "1", "2"))),
        IMPORT(ImportBenchmark.class, folder -> ImportBenchmark.main(arguments(folder, "sqlite", "200", "1"))),
        MASS_BOUNCE(MassBounceBenchmark.class, folder -> MassBounceBenchmark.main(arguments("sqlite", folder, "100"))),
        ONE_PASS(OnePassBenchmark.class, folder -> OnePassBenchmark.main(arguments(folder, "500", "1", "2"))),
        OPT_OUT(OptOutBenchmark.class, folder -> OptOutBenchmark.main(arguments(folder, "500", "1"))),
        OPT_OUT_ON_POSTGRES(
                OptOutPostgresBenchmark.class, folder -> OptOutPostgresBenchmark.main(arguments(folder, "500", "1"))),
        PREVIEW_COUNT(PreviewCountBenchmark.class, folder -> PreviewCountBenchmark.main(arguments(folder, "500", "1"))),
        SUPPRESSION_CHECKS(
                SuppressionChecksBenchmark.class,
                folder -> SuppressionChecksBenchmark.main(arguments(folder, "500", "1")));

        private final Class<?> benchmark;
        private final Start start;

        SmallRun(Class<?> benchmark, Start start) {
            this.benchmark = benchmark;
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
    void deciding_in_bulk_by_sessions_and_by_hand_finds_the_same_matches() {
        DecideBenchmark.run(1_500, 1, List.of(AutomationFamily.values()), List.of(1, 100), print);
        assertThat(out.toString(StandardCharsets.UTF_8).lines().filter(line -> line.matches("  bulk .* bytes .*")))
                .hasSize(16);
    }

    @Test
    void automations_become_a_rule_base_cold_and_warm() throws IOException {
        CompileRulesBenchmark.run(20, 1, print);
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
        ReadBouncesBenchmark.run(folder, 1, print);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("read, with 1 bounces", "taken apart");
    }

    @ParameterizedTest
    @EnumSource
    void what_a_benchmark_compares_does_the_same(SmallRun tiny) throws Exception {
        assumeTrue(!tiny.startsPostgres() || DurablePostgres.isInstalled());
        Path folder = Files.createTempDirectory("heed-smoke");
        try {
            Files.setPosixFilePermissions(
                    folder, PosixFilePermissions.fromString("rwxr-xr-x")); // for the role postgres
            tiny.start.run(folder); // which fails if it does not
        } finally {
            delete(folder);
        }
    }

    /** Also what the role postgres has made there. */
    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void every_benchmark_that_has_a_command_is_started_here() throws IOException {
        Set<String> started = new TreeSet<>(TESTED_ALONE);
        Stream.of(SmallRun.values()).forEach(tiny -> started.add(tiny.benchmark.getSimpleName()));
        Set<String> commands = new TreeSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of(""), Files::isExecutable)) {
            for (Path file : files) {
                if (Files.isRegularFile(file)) {
                    RUNS.matcher(Files.readString(file)).results().forEach(run -> commands.add(run.group(1)));
                }
            }
        }
        assertThat(commands).isEqualTo(started);
    }

    @Test
    void the_median_is_the_middle() {
        assertThat(Statistics.of(List.of(3.0, 1.0, 2.0))).isEqualTo(new Statistics(2, 1, 3));
        assertThat(Statistics.of(List.of(4.0, 1.0))).isEqualTo(new Statistics(2.5, 1, 4));
    }
}
