package heed.examples;

import static heed.examples.FaultTestAccount.ACCOUNT;
import static heed.examples.FaultTestAccount.BATCH;
import static heed.examples.FaultTestAccount.IMPORTED;
import static heed.examples.FaultTestAccount.NEWS;
import static heed.examples.FaultTestAccount.OPT_OUT;
import static org.assertj.core.api.Assertions.assertThat;

import heed.engine.run.RunRefusedException;
import heed.examples.prove.ProofAccount;
import heed.examples.prove.SmtpSink;
import heed.examples.prove.SqliteFiles;
import heed.examples.prove.StoreComparison;
import heed.model.testing.Promise;
import heed.store.DatabaseStore;
import heed.store.PostgresServer;
import heed.store.PostgresStore;
import heed.store.SqliteStore;
import heed.store.TestPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several real processes that work on one store. */
@Tag("proof")
class MultiProcessTest {
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final Duration LEASE = Duration.ofSeconds(2);
    private static final int DOMAINS = 3;
    private static final int MAX_MAILINGS = 5;
    private static final String SETTINGS = """
            { "smtp": { "host": "127.0.0.1", "port": %d, "security": "none" },
              "from": "News <news@example.com>", "bounces": "%s@example.com", "publicUrl": "https://mail.example.com/",
              "delivery": { "connections": 6, "domainConnections": 2 } }
            """;

    @TempDir
    Path folder;

    private final List<Process> processes = new ArrayList<>();
    private SharedStore storeKind = SharedStore.FILE;

    enum SharedStore {
        FILE,
        SERVER
    }

    @AfterEach
    void killProcesses() {
        processes.forEach(Process::destroyForcibly);
    }

    private String address() {
        return storeKind == SharedStore.FILE ? folder.resolve("heed.db").toString() : TestPostgres.storeAddress();
    }

    private static DatabaseStore store(String address) {
        return store(address, Clock.systemUTC());
    }

    private static DatabaseStore store(String address, Clock clock) {
        return address.startsWith(PostgresServer.SCHEME)
                ? PostgresStore.open(PostgresServer.parse(address), Optional.of(TestPostgres.PASSWORD), clock)
                : SqliteStore.open(Path.of(address), clock);
    }

    /** Opens a plain JDBC connection, without any code of the product. */
    private Connection connect() throws SQLException {
        if (storeKind == SharedStore.FILE) {
            return DriverManager.getConnection("jdbc:sqlite:" + address());
        }
        Connection connection = TestPostgres.userDataSource().getConnection();
        connection.setSchema("heed");
        return connection;
    }

    private long number(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    private void recreateStore(int prospects) throws IOException {
        if (storeKind == SharedStore.FILE) {
            SqliteFiles.delete(Path.of(address()));
        } else {
            assertThat(TestPostgres.emptyStore()).isNotNull();
        }
        try (DatabaseStore store = store(address(), Clock.fixed(IMPORTED, ZoneOffset.UTC))) {
            ProofAccount.fill(store, ACCOUNT, prospects, DOMAINS, IMPORTED);
        }
    }

    private Process start(String name, String... command) throws IOException {
        List<String> words = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        words.add("-XX:TieredStopAtLevel=1"); // the processes are short-lived
        words.addAll(List.of(command));
        ProcessBuilder builder = new ProcessBuilder(words)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(folder.resolve(name + ".out").toFile());
        builder.environment().put("HEED_STORE_PASSWORD", TestPostgres.PASSWORD);
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    private Process startDelivery(String name, SmtpSink sink) throws IOException {
        Path settings = folder.resolve(name + ".json");
        Files.writeString(settings, SETTINGS.formatted(sink.port(), name), StandardCharsets.UTF_8);
        return start(
                name,
                "-jar",
                HeedJar.path(),
                "deliver",
                "--follow",
                "--mail",
                settings.toString(),
                "--store",
                address());
    }

    /** Starts a process with an engine that seems to run on another machine: only the end of its lease shows that it died. */
    private Process startWorker(String name) throws IOException {
        return start(name, "-cp", System.getProperty("java.class.path"), Worker.class.getName(), name, address());
    }

    private static void waitUntil(SmtpSink sink, WaitCondition condition) throws Exception {
        long end = System.nanoTime() + TIMEOUT.toNanos();
        while (!condition.isMet()) {
            assertThat(System.nanoTime()).as("the test ends in time").isLessThan(end);
            boolean unused = sink.waitForMessages(Long.MAX_VALUE, Duration.ofMillis(20));
        }
    }

    private interface WaitCondition {
        boolean isMet() throws Exception;
    }

    @ParameterizedTest
    @EnumSource(SharedStore.class)
    @Promise(2)
    void two_processes_deliver_each_mail_once_and_share_the_limits(SharedStore kind) throws Exception {
        storeKind = kind;
        int prospects = 240;
        recreateStore(prospects);
        try (SmtpSink sink = new SmtpSink(Clock.systemUTC(), Duration.ofMillis(60));
                DatabaseStore store = store(address())) {
            Process first = startDelivery("one", sink);
            Process second = startDelivery("other", sink);
            waitUntil(sink, () -> number("SELECT count(*) FROM deliverer WHERE divides_with LIKE '% %'") == 2);
            long beats = number("SELECT min(beats) FROM deliverer");
            waitUntil(
                    sink,
                    () -> number("SELECT min(beats) FROM deliverer")
                            > beats + 2); // both have seen that the other one divides the limits
            int mailings = 0;
            do { // on a busy machine a process can miss a mailing
                mailings++;
                ProofAccount.run(
                        ProofAccount.engine(store, ACCOUNT).build(),
                        NEWS.replace("\"news\"", "\"news-" + mailings + "\""),
                        prospects,
                        step -> {});
                assertThat(sink.waitForMessages((long) mailings * prospects, TIMEOUT))
                        .isTrue();
            } while (mailings < MAX_MAILINGS && sink.countsBySender().size() < 2);
            int sent = mailings;
            first.destroy();
            second.destroy();
            assertThat(first.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(second.waitFor(1, TimeUnit.MINUTES)).isTrue();

            assertThat(sink.count()).isEqualTo((long) sent * prospects);
            assertThat(sink.received()).hasSize(prospects);
            assertThat(sink.received().values())
                    .allSatisfy(times -> assertThat(times).hasSize(sent));
            assertThat(sink.countsBySender()).containsOnlyKeys("one@example.com", "other@example.com");
            assertThat(sink.maxConcurrent())
                    .allSatisfy((domain, most) -> assertThat(most)
                            .as("mails at the same time to \"" + domain + "\"")
                            .isLessThanOrEqualTo(domain.isEmpty() ? 6 : 2));
            assertThat(number("SELECT count(*) FROM mail WHERE state = 'SENT'")).isEqualTo((long) sent * prospects);
            assertThat(number("SELECT count(*) FROM deliverer")).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(SharedStore.class)
    @Promise({4, 8})
    void a_run_whose_process_is_killed_is_resumed_by_another_after_its_lease_and_ends_like_an_undisturbed_run(
            SharedStore kind) throws Exception {
        storeKind = kind;
        recreateStore(Worker.PROSPECTS);
        try (DatabaseStore store = store(address())) {
            ProofAccount.run(
                    ProofAccount.engine(store, ACCOUNT).batchSize(BATCH).build(),
                    OPT_OUT,
                    Worker.PROSPECTS,
                    step -> {});
        }
        List<String> undisturbed = rows();

        recreateStore(Worker.PROSPECTS);
        try (SmtpSink idle = new SmtpSink(Clock.systemUTC())) {
            Process killed = startWorker("one");
            waitUntil(idle, () -> number("SELECT checkpoint FROM run") > 0);
            killed.destroyForcibly().waitFor();
            assertThat(number("SELECT count(*) FROM run WHERE state = 'RUNNING'"))
                    .isEqualTo(1);
            Process second = startWorker("other");
            assertThat(second.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(Files.readString(folder.resolve("other.out")).lines())
                    .first()
                    .isEqualTo("busy");
            assertThat(second.exitValue()).isZero();
        }
        assertThat(rows()).isEqualTo(undisturbed);
    }

    private List<String> rows() throws SQLException {
        try (Connection connection = connect()) {
            return StoreComparison.rows(connection).stream()
                    .filter(row -> !row.startsWith("definitions"))
                    .toList();
        }
    }

    /** Runs the automation, or resumes its run as soon as the lease of the other worker ends. The arguments are {@code NAME STORE}. */
    static final class Worker {
        static final int PROSPECTS = 1_500;

        private Worker() {}

        public static void main(String[] arguments) throws InterruptedException {
            Instant end = Clock.systemUTC().instant().plus(TIMEOUT);
            try (DatabaseStore store = store(arguments[1])) {
                while (Clock.systemUTC().instant().isBefore(end)) {
                    try {
                        ProofAccount.run(
                                ProofAccount.engine(store, ACCOUNT)
                                        .worker(arguments[0])
                                        .leaseDuration(LEASE)
                                        .batchSize(BATCH)
                                        .build(),
                                OPT_OUT,
                                PROSPECTS,
                                step -> {});
                        return;
                    } catch (RunRefusedException refused) {
                        System.out.println(refused.refusal().code());
                        TimeUnit.MILLISECONDS.sleep(100);
                    }
                }
                throw new IllegalStateException("the lease did not end");
            }
        }
    }
}
