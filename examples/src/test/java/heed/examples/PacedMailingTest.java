package heed.examples;

import static org.assertj.core.api.Assertions.assertThat;

import heed.examples.prove.DurablePostgres;
import heed.examples.prove.PostgresProofStores;
import heed.examples.prove.ProofStores;
import heed.examples.prove.SmtpSink;
import heed.examples.prove.SqliteProofStores;
import heed.model.testing.Promise;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Mailings of real processes at a rate, in real seconds: N mails at R a second take N/R seconds. */
@Tag("proof")
class PacedMailingTest {
    private static final int PROSPECTS = 300;
    private static final String STORE = "paced";
    private static final String NEWS = """
            { "id": "news", "name": "News", "who": { "all": [] },
              "actions": [ { "action": "send-email", "subject": "News", "text": "{{unsubscribeUrl}}" } ],
              "run": { "mode": "once" } }
            """;
    private static final String SETTINGS = """
            { "smtp": { "host": "127.0.0.1", "port": %d, "security": "none", "timeoutSeconds": 2 },
              "from": "News <news@example.com>", "bounces": "bounces@example.com",
              "publicUrl": "https://mail.example.com/", "delivery": { "leaseSeconds": 15, %s } }
            """;

    @TempDir
    Path folder;

    private final List<Process> processes = new ArrayList<>();

    enum Pace {
        ACCOUNT("\"perSecond\": 25"),
        DOMAIN("\"domainPerSecond\": 25");

        private final String settings;

        Pace(String settings) {
            this.settings = settings;
        }
    }

    @AfterEach
    void killProcesses() {
        processes.forEach(Process::destroyForcibly);
    }

    private Process heed(ProofStores stores, String name, String... arguments) throws IOException {
        List<String> words = new ArrayList<>(HeedJar.command());
        words.addAll(List.of(arguments));
        words.addAll(List.of("--store", stores.address(STORE)));
        Process process = new ProcessBuilder(words)
                .redirectOutput(folder.resolve(name + ".out").toFile())
                .redirectError(folder.resolve(name + ".err").toFile())
                .start();
        processes.add(process);
        return process;
    }

    private void requireExitCode(int expected, Process process, String name) throws Exception {
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(folder.resolve(name + ".err")))
                .isEqualTo(expected);
    }

    /** Imports prospects and writes the automation. */
    private void prepare(ProofStores stores, int prospects) throws Exception {
        Path csv = folder.resolve("people.csv");
        Files.writeString(
                csv,
                IntStream.range(0, prospects)
                        .mapToObj(i -> "P" + i + ",p" + i + "@example.com\n")
                        .collect(Collectors.joining("", "Id,Email\n", "")),
                StandardCharsets.UTF_8);
        Files.writeString(folder.resolve("news.json"), NEWS, StandardCharsets.UTF_8);
        stores.clear(STORE);
        requireExitCode(0, heed(stores, "import", "import", csv.toString(), "--new-store"), "import");
    }

    private String settings(SmtpSink sink, String delivery) throws IOException {
        return Files.writeString(
                        folder.resolve("mail.json"), SETTINGS.formatted(sink.port(), delivery), StandardCharsets.UTF_8)
                .toString();
    }

    private Process run(ProofStores stores, String name, String settings, int prospects) throws IOException {
        return heed(
                stores,
                name,
                "run",
                folder.resolve("news.json").toString(),
                "--confirm",
                Integer.toString(prospects),
                "--mail",
                settings);
    }

    private static void assertSpan(SmtpSink sink, Duration expected) {
        List<Instant> times =
                sink.received().values().stream().flatMap(List::stream).sorted().toList();
        Duration span = Duration.between(times.get(0), times.get(times.size() - 1));
        assertThat(span.toMillis())
                .as("milliseconds from the first mail to the last")
                .isBetween(expected.toMillis() * 9 / 10, expected.toMillis() * 11 / 10);
    }

    private static Map<String, Long> states(ProofStores stores) throws SQLException {
        try (Connection connection = stores.open(STORE);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT state FROM mail")) {
            List<String> states = new ArrayList<>();
            while (rows.next()) {
                states.add(rows.getString(1));
            }
            return states.stream().collect(Collectors.groupingBy(state -> state, Collectors.counting()));
        }
    }

    @ParameterizedTest
    @EnumSource(Pace.class)
    void a_mailing_of_one_process_takes_as_long_as_its_rate_says_and_ends_when_it_has_gone(Pace pace) throws Exception {
        ProofStores stores = new SqliteProofStores(folder);
        prepare(stores, PROSPECTS);
        try (SmtpSink sink = new SmtpSink(Clock.systemUTC())) {
            requireExitCode(0, run(stores, "run", settings(sink, pace.settings), PROSPECTS), "run");
            assertSpan(sink, Duration.ofSeconds(PROSPECTS / 25));
        }
        assertThat(states(stores)).isEqualTo(Map.of("SENT", (long) PROSPECTS));
    }

    @ParameterizedTest
    @EnumSource(Pace.class)
    void a_mailing_of_two_processes_takes_as_long_as_that_of_one(Pace pace) throws Exception {
        sendWithTwoProcesses(new SqliteProofStores(folder), pace);
    }

    @Test
    void a_mailing_of_two_processes_on_a_server_takes_as_long_as_that_of_one() throws Exception {
        try (DurablePostgres server = InstalledPostgres.start(Map.of())) {
            sendWithTwoProcesses(new PostgresProofStores(server), Pace.ACCOUNT);
        }
    }

    private void sendWithTwoProcesses(ProofStores stores, Pace pace) throws Exception {
        prepare(stores, PROSPECTS);
        try (SmtpSink sink = new SmtpSink(Clock.systemUTC())) {
            String settings = settings(sink, pace.settings);
            Process first = run(stores, "first", settings, PROSPECTS);
            assertThat(sink.waitForMessages(1, Duration.ofMinutes(1))).isTrue();
            Process second = heed(stores, "second", "deliver", "--mail", settings);
            requireExitCode(0, first, "first");
            requireExitCode(0, second, "second");
            assertSpan(sink, Duration.ofSeconds(PROSPECTS / 25));
            assertThat(sink.received().values())
                    .allSatisfy(times -> assertThat(times).hasSize(1));
        }
        assertThat(states(stores)).isEqualTo(Map.of("SENT", (long) PROSPECTS));
    }

    @Test
    void a_slow_relay_is_used_on_all_connections_to_the_end() throws Exception {
        int prospects = 60;
        ProofStores stores = new SqliteProofStores(folder);
        prepare(stores, prospects);
        Duration longest = Duration.ofMillis(1_900);
        try (SmtpSink sink = new SmtpSink(Clock.systemUTC(), longest)) {
            requireExitCode(0, run(stores, "run", settings(sink, "\"connections\": 4"), prospects), "run");
            assertThat(sink.maxConcurrent()).containsEntry("example.com", 4);
            List<Instant> times = sink.received().values().stream()
                    .flatMap(List::stream)
                    .sorted()
                    .toList();
            long average = longest.toMillis() / 2 * prospects / 4;
            assertThat(Duration.between(times.get(0), times.get(times.size() - 1))
                            .toMillis())
                    .isLessThan(average * 14 / 10);
        }
        assertThat(states(stores)).isEqualTo(Map.of("SENT", (long) prospects));
    }

    @Test
    @Promise({2, 8})
    void the_same_run_command_goes_on_with_the_mail_of_a_killed_process_until_all_is_settled() throws Exception {
        try (DurablePostgres server = InstalledPostgres.start(Map.of())) {
            for (ProofStores stores : List.of(new SqliteProofStores(folder), new PostgresProofStores(server))) {
                prepare(stores, PROSPECTS);
                try (SmtpSink sink = new SmtpSink(Clock.systemUTC(), Duration.ofMillis(200))) {
                    String settings = settings(sink, "\"perSecond\": 50");
                    Process killed = run(stores, "killed", settings, PROSPECTS);
                    assertThat(sink.waitForMessages(40, Duration.ofMinutes(1))).isTrue();
                    killed.destroyForcibly().waitFor();
                    requireExitCode(0, heed(stores, "show", "show", "2"), "show");
                    assertThat(Files.readString(folder.resolve("show.err")))
                            .contains("mails are queued; no process is sending mail", "heed resume 2");
                    requireExitCode(0, run(stores, "again", settings, PROSPECTS), "again");
                    assertThat(sink.received().values())
                            .allSatisfy(times -> assertThat(times).hasSize(1));
                    Map<String, Long> states = states(stores);
                    assertThat(states.keySet()).isSubsetOf("SENT", "UNKNOWN");
                    assertThat(states.get("SENT")).isLessThanOrEqualTo(sink.count());
                    assertThat(states.getOrDefault("UNKNOWN", 0L)).isLessThanOrEqualTo(16);
                }
            }
        }
    }
}
