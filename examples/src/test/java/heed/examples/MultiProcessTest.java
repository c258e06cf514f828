package heed.examples;

import static org.assertj.core.api.Assertions.assertThat;

import heed.actions.ActionTypes;
import heed.engine.Engine;
import heed.engine.definition.AutomationSource;
import heed.engine.run.MessageDefaults;
import heed.engine.run.RunOptions;
import heed.engine.run.RunRefusedException;
import heed.examples.prove.SmtpSink;
import heed.examples.prove.StoreComparison;
import heed.filters.json.SourceText;
import heed.mail.MailCorrelation;
import heed.mail.MailTokens;
import heed.mail.NamedAddress;
import heed.mail.delivery.AccountMail;
import heed.mail.unsubscribe.UnsubscribeLinks;
import heed.model.fact.Provenance;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.prospect.EmailAddress;
import heed.model.store.AccountStore;
import heed.model.store.ImportOptions;
import heed.model.store.ImportRow;
import heed.model.testing.Promise;
import heed.store.DatabaseStore;
import heed.store.PostgresServer;
import heed.store.PostgresStore;
import heed.store.SqliteStore;
import heed.store.TestPostgres;
import java.io.IOException;
import java.net.URI;
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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real processes on one store. */
@Tag("proof")
class MultiProcessTest {
    private static final String ACCOUNT = "default";
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final Duration LEASE = Duration.ofSeconds(2);
    private static final Instant IMPORTED = Instant.parse("2026-03-01T10:00:00Z");
    private static final int MAX_MAILINGS = 5;
    private static final String NEWS = """
            { "id": "news", "name": "News", "who": { "all": [] },
              "actions": [ { "action": "send-email", "subject": "News", "text": "{{unsubscribeUrl}}" } ],
              "run": { "mode": "once" } }
            """;
    private static final String OPT_OUT = """
            { "id": "opt-out", "name": "Opt everybody out", "who": { "all": [] },
              "actions": [ { "action": "set-field", "field": "Email Opt Out", "value": true },
                           { "action": "set-field", "field": "Lead Owner", "value": "Dana" } ],
              "run": { "mode": "once" } }
            """;
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

    /** Without any of the product's code. */
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

    private void recreateStore(int people, int domains) throws IOException {
        if (storeKind == SharedStore.FILE) {
            for (String suffix : List.of("", "-wal", "-shm")) {
                Files.deleteIfExists(folder.resolve("heed.db" + suffix));
            }
        } else {
            assertThat(TestPostgres.emptyStore()).isNotNull();
        }
        try (DatabaseStore store = store(address(), Clock.fixed(IMPORTED, ZoneOffset.UTC))) {
            List<ImportRow> rows = new ArrayList<>();
            for (int i = 0; i < people; i++) {
                Value id = Value.Text.of("P" + i);
                Value email = Value.Text.of("p" + i + "@d" + i % domains + ".example");
                rows.add(new ImportRow(
                        i + 1, Map.of(StandardFields.ID, Optional.of(id), StandardFields.EMAIL, Optional.of(email))));
            }
            Provenance provenance = new Provenance(
                    IMPORTED, "test", Provenance.Origin.IMPORT, "people", Optional.empty(), Optional.empty());
            store.addAccount(ACCOUNT, ZoneOffset.UTC)
                    .write(work -> work.importRows(rows, new ImportOptions(StandardFields.ID, true), provenance));
        }
    }

    private static Engine.Builder engine(DatabaseStore store) {
        AccountStore account = store.account(ACCOUNT).orElseThrow();
        AccountMail mail = store.mail(ACCOUNT).orElseThrow();
        MailTokens tokens = new MailTokens(mail.secret(), ACCOUNT);
        return Engine.builder(account)
                .outbox(mail.outbox())
                .messageDefaults(new MessageDefaults(
                        Optional.of(NamedAddress.of(new EmailAddress("news@example.com"))),
                        new MailCorrelation(tokens, new EmailAddress("bounces@example.com")),
                        Optional.of(new UnsubscribeLinks(tokens, URI.create("https://mail.example.com/")))))
                .actionTypes(ActionTypes.standard());
    }

    private static void run(Engine engine, String automation, int people) {
        AutomationSource source = engine.read(new SourceText("automation.json", automation))
                .either(valid -> valid.value(), invalid -> {
                    throw new IllegalStateException(invalid.problems().toString());
                });
        engine.run(source, RunOptions.DEFAULT.withConfirmedCount(people), step -> {});
    }

    private Process start(String name, String... command) throws IOException {
        List<String> words = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        words.add("-XX:TieredStopAtLevel=1"); // they do not live long
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
        String jar =
                Path.of("../cli/target/heed.jar").toAbsolutePath().normalize().toString();
        return start(name, "-jar", jar, "deliver", "--follow", "--mail", settings.toString(), "--store", address());
    }

    /** An engine of another machine, which the others cannot tell from the dead. */
    private Process startWorker(String name) throws IOException {
        return start(name, "-cp", System.getProperty("java.class.path"), Worker.class.getName(), name, address());
    }

    private static void waitUntil(SmtpSink sink, WaitCondition condition) throws Exception {
        long end = System.nanoTime() + TIMEOUT.toNanos();
        while (!condition.isMet()) {
            assertThat(System.nanoTime()).as("it comes to an end").isLessThan(end);
            boolean unused = sink.waitForMessages(Long.MAX_VALUE, Duration.ofMillis(20));
        }
    }

    private interface WaitCondition {
        boolean isMet() throws Exception;
    }

    @ParameterizedTest
    @EnumSource(SharedStore.class)
    @Promise(2)
    void two_processes_deliver_each_mail_once_and_keep_to_the_limits_together(SharedStore kind) throws Exception {
        storeKind = kind;
        int people = 240;
        recreateStore(people, 3);
        try (SmtpSink sink = new SmtpSink(Clock.systemUTC(), Duration.ofMillis(60));
                DatabaseStore store = store(address())) {
            Process one = startDelivery("one", sink);
            Process other = startDelivery("other", sink);
            waitUntil(sink, () -> number("SELECT count(*) FROM deliverer WHERE divides_with LIKE '% %'") == 2);
            long beats = number("SELECT min(beats) FROM deliverer");
            waitUntil(
                    sink,
                    () -> number("SELECT min(beats) FROM deliverer") > beats + 2); // each knows that the other knows
            int mailings = 0;
            do { // on a busy machine one of them can be late for a mailing
                mailings++;
                run(engine(store).build(), NEWS.replace("\"news\"", "\"news-" + mailings + "\""), people);
                assertThat(sink.waitForMessages((long) mailings * people, TIMEOUT))
                        .isTrue();
            } while (mailings < MAX_MAILINGS && sink.countsBySender().size() < 2);
            int sent = mailings;
            one.destroy();
            other.destroy();
            assertThat(one.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(other.waitFor(1, TimeUnit.MINUTES)).isTrue();

            assertThat(sink.count()).isEqualTo((long) sent * people);
            assertThat(sink.received()).hasSize(people);
            assertThat(sink.received().values())
                    .allSatisfy(times -> assertThat(times).hasSize(sent));
            assertThat(sink.countsBySender()).containsOnlyKeys("one@example.com", "other@example.com");
            assertThat(sink.maxConcurrent())
                    .allSatisfy((domain, most) -> assertThat(most)
                            .as("at once to \"" + domain + "\"")
                            .isLessThanOrEqualTo(domain.isEmpty() ? 6 : 2));
            assertThat(number("SELECT count(*) FROM mail WHERE state = 'SENT'")).isEqualTo((long) sent * people);
            assertThat(number("SELECT count(*) FROM deliverer")).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(SharedStore.class)
    @Promise({4, 8})
    void a_run_whose_process_is_killed_is_taken_over_after_its_lease_and_ends_the_same(SharedStore kind)
            throws Exception {
        storeKind = kind;
        recreateStore(Worker.PEOPLE, 3);
        try (DatabaseStore store = store(address())) {
            run(engine(store).batchSize(Worker.BATCH).build(), OPT_OUT, Worker.PEOPLE);
        }
        List<String> undisturbed = rows();

        recreateStore(Worker.PEOPLE, 3);
        try (SmtpSink clock = new SmtpSink(Clock.systemUTC())) {
            Process one = startWorker("one");
            waitUntil(clock, () -> number("SELECT checkpoint FROM run") > 0);
            one.destroyForcibly().waitFor();
            assertThat(number("SELECT count(*) FROM run WHERE state = 'RUNNING'"))
                    .isEqualTo(1);
            Process other = startWorker("other");
            assertThat(other.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(Files.readString(folder.resolve("other.out")).lines())
                    .first()
                    .isEqualTo("busy");
            assertThat(other.exitValue()).isZero();
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

    /** Runs the automation, or goes on with it as soon as it may: {@code NAME STORE}. */
    static final class Worker {
        static final int PEOPLE = 1_500;
        static final int BATCH = 50;

        private Worker() {}

        public static void main(String[] arguments) throws InterruptedException {
            Instant end = Clock.systemUTC().instant().plus(TIMEOUT);
            try (DatabaseStore store = store(arguments[1])) {
                while (Clock.systemUTC().instant().isBefore(end)) {
                    try {
                        run(
                                engine(store)
                                        .worker(arguments[0])
                                        .leaseDuration(LEASE)
                                        .batchSize(BATCH)
                                        .build(),
                                OPT_OUT,
                                PEOPLE);
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
