package heed.examples;

import static heed.examples.FaultTestAccount.ACCOUNT;
import static heed.examples.FaultTestAccount.IMPORTED;
import static heed.examples.FaultTestAccount.NEWS;
import static heed.examples.FaultTestAccount.OPT_OUT;
import static heed.examples.FaultTestAccount.PROSPECTS;
import static heed.examples.FaultTestAccount.counts;
import static heed.examples.FaultTestAccount.engine;
import static heed.examples.FaultTestAccount.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heed.engine.run.RunFailedException;
import heed.engine.run.RunRefusedException;
import heed.examples.CuttingProxy.ConnectionCut;
import heed.examples.prove.DurablePostgres;
import heed.examples.prove.SmtpSink;
import heed.examples.prove.StoreComparison;
import heed.mail.SendState;
import heed.mail.delivery.AccountMail;
import heed.mail.delivery.Delivery;
import heed.mail.delivery.DeliveryPorts;
import heed.mail.delivery.DeliverySettings;
import heed.mail.server.ConnectionSecurity;
import heed.model.store.StoreException;
import heed.model.testing.Promise;
import heed.smtp.SmtpSettings;
import heed.smtp.SmtpTransport;
import heed.store.PostgresServer;
import heed.store.PostgresStore;
import heed.store.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs and deliveries in PostgreSQL whose connections are lost or whose server is killed and started again. */
@Tag("proof")
class PostgresOutageTest {
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private static PostgresStore open(String address, Clock clock) {
        return PostgresStore.open(PostgresServer.parse(address), Optional.of(TestPostgres.PASSWORD), clock);
    }

    private static String addressThrough(CuttingProxy proxy) {
        return TestPostgres.storeAddress().replaceFirst(":[0-9]+/", ":" + proxy.port() + "/");
    }

    private static int port(String address) {
        return URI.create(address).getPort();
    }

    private static void fill(String address) {
        try (PostgresStore store = open(address, Clock.fixed(IMPORTED, ZoneOffset.UTC))) {
            FaultTestAccount.fill(store);
        }
    }

    /**
     * Runs the automation again and again until it succeeds, as a person would. Checks the message of each failure. Returns
     * how many attempts failed.
     */
    private static int runUntilDone(PostgresStore store) {
        int failures = 0;
        long end = System.nanoTime() + TIMEOUT.toNanos();
        while (true) {
            assertThat(System.nanoTime()).as("the test ends in time").isLessThan(end);
            try {
                run(store, OPT_OUT, step -> {});
                return failures;
            } catch (RunFailedException failed) {
                assertThat(failed).hasMessageContaining("can be resumed").hasCauseInstanceOf(StoreException.class);
                failures++;
            } catch (StoreException failed) { // before the run was created
                assertThat(failed).hasMessageContaining("the connection to it was lost");
                failures++;
            } catch (RunRefusedException refused) {
                assertThat(refused.refusal().code())
                        .isEqualTo("busy"); // the failed attempt could not release its lease
            }
        }
    }

    private static List<String> rows(Connection connection) throws SQLException {
        try (connection) {
            connection.setSchema("heed");
            return StoreComparison.rows(connection);
        }
    }

    private static List<String> undisturbed() throws SQLException {
        assertThat(TestPostgres.emptyStore()).isNotNull();
        fill(TestPostgres.storeAddress());
        try (PostgresStore store = open(TestPostgres.storeAddress(), Clock.systemUTC())) {
            run(store, OPT_OUT, step -> {});
        }
        return rows(TestPostgres.userDataSource().getConnection());
    }

    @ParameterizedTest
    @EnumSource(ConnectionCut.class)
    @Promise({4, 8})
    void a_run_that_loses_its_connection_ends_like_an_undisturbed_run(ConnectionCut where) throws SQLException {
        List<String> undisturbed = undisturbed();
        for (int nth : where == ConnectionCut.ANYWHERE ? new int[] {25, 45, 70} : new int[] {3, 4, 5}) {
            assertThat(TestPostgres.emptyStore()).isNotNull();
            fill(TestPostgres.storeAddress());
            try (CuttingProxy proxy = new CuttingProxy(port(TestPostgres.storeAddress()));
                    PostgresStore store = open(addressThrough(proxy), Clock.systemUTC())) {
                proxy.cut(where, nth, () -> {});
                int failures = runUntilDone(store);
                assertThat(proxy.cuts()).as("cuts at " + nth).isEqualTo(1);
                assertThat(failures).isLessThanOrEqualTo(where == ConnectionCut.ANYWHERE ? 1 : 0);
            }
            assertThat(rows(TestPostgres.userDataSource().getConnection()))
                    .as("cut at " + nth)
                    .isEqualTo(undisturbed);
        }
    }

    @ParameterizedTest
    @CsvSource({"ANYWHERE, 30", "BEFORE_COMMIT, 3", "BEFORE_COMMIT, 9", "AFTER_COMMIT, 3", "AFTER_COMMIT, 9"})
    @Promise(2)
    void a_delivery_that_loses_its_connection_reaches_everybody_once(ConnectionCut where, int nth) throws Exception {
        assertThat(TestPostgres.emptyStore()).isNotNull();
        fill(TestPostgres.storeAddress());
        try (CuttingProxy proxy = new CuttingProxy(port(TestPostgres.storeAddress()));
                PostgresStore store = open(addressThrough(proxy), Clock.systemUTC())) {
            run(store, NEWS, step -> {});
            proxy.cut(where, nth, () -> {});
            SmtpSink sink = deliver(store, sinkInUse -> {});
            assertThat(proxy.cuts()).isEqualTo(1);
            assertThat(counts(store)).isEqualTo(Map.of(SendState.SENT, (long) PROSPECTS));
            assertThat(sink.count()).isEqualTo(PROSPECTS);
            assertThat(sink.received()).hasSize(PROSPECTS);
        }
    }

    /** What happens while mails are delivered. */
    private interface Disturbance {
        void run(SmtpSink sink) throws IOException, InterruptedException;
    }

    /** Delivers until no mail waits. */
    private static SmtpSink deliver(PostgresStore store, Disturbance disturbance)
            throws IOException, InterruptedException {
        AccountMail mail = store.mail(ACCOUNT).orElseThrow();
        Clock clock = Clock.systemUTC();
        try (SmtpSink sink = new SmtpSink(clock, Duration.ofMillis(10));
                SmtpTransport transport = new SmtpTransport(
                        SmtpSettings.of("127.0.0.1", sink.port(), ConnectionSecurity.NONE, Optional.empty()),
                        Optional.empty(),
                        clock);
                Delivery delivery = new Delivery(
                        DeliveryPorts.of(mail, engine(store).composer(), transport),
                        DeliverySettings.STANDARD,
                        clock)) {
            delivery.start();
            disturbance.run(sink);
            long end = System.nanoTime() + TIMEOUT.toNanos();
            while (!(delivery.isIdle() && mail.outbox().nextDue().isEmpty())) {
                assertThat(System.nanoTime()).as("the test ends in time").isLessThan(end);
                boolean unused = sink.waitForMessages(Long.MAX_VALUE, Duration.ofMillis(20));
            }
            return sink;
        }
    }

    private static DurablePostgres startServer() throws IOException {
        return InstalledPostgres.start(Map.of("wal_writer_delay", "10s"));
    }

    private static void restart(DurablePostgres server) {
        try {
            server.kill();
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @Promise({2, 4, 8})
    void a_run_and_a_delivery_end_like_undisturbed_ones_although_their_server_is_killed_and_started_again()
            throws Exception {
        List<String> undisturbed = undisturbed();
        try (DurablePostgres server = startServer();
                CuttingProxy proxy = new CuttingProxy(port(server.address("postgres")))) {
            fill(server.address("postgres"));
            String address = server.address("postgres").replaceFirst(":[0-9]+/", ":" + proxy.port() + "/");
            try (PostgresStore store = open(address, Clock.systemUTC())) {
                proxy.cut(ConnectionCut.BEFORE_COMMIT, 4, () -> restart(server));
                assertThat(runUntilDone(store)).isLessThanOrEqualTo(1);
                assertThat(proxy.cuts()).isEqualTo(1);
            }
            assertThat(rows(DriverManager.getConnection(server.url("postgres"))))
                    .isEqualTo(undisturbed);

            fill(server.address("postgres") + "?schema=mailing");
            try (PostgresStore store = open(address + "?schema=mailing", Clock.systemUTC())) {
                run(store, NEWS, step -> {});
                SmtpSink sink = deliver(store, sinkInUse -> {
                    assertThat(sinkInUse.waitForMessages(50, TIMEOUT)).isTrue();
                    restart(server);
                });
                Map<SendState, Long> counts = counts(store);
                long unknown =
                        counts.getOrDefault(SendState.IN_FLIGHT, 0L); // it is unknown whether their claim was committed
                assertThat(counts.get(SendState.SENT)).isEqualTo(PROSPECTS - unknown);
                assertThat(sink.count()).isEqualTo(PROSPECTS - unknown);
                assertThat(sink.received()).hasSize((int) (PROSPECTS - unknown));
            }
        }
    }

    /** After a crash the server reuses the number of a lost transaction for the next one. */
    @Test
    @Promise(8)
    void a_change_that_a_crash_lost_does_not_count_as_stored_although_another_transaction_has_its_number()
            throws Exception {
        try (DurablePostgres server = startServer();
                CuttingProxy proxy = new CuttingProxy(port(server.address("postgres")))) {
            fill(server.address("postgres"));
            String address = server.address("postgres").replaceFirst(":[0-9]+/", ":" + proxy.port() + "/");
            try (PostgresStore store = open(address, Clock.systemUTC())) {
                long before = number(server, "SELECT pg_current_xact_id()::text::bigint");
                proxy.cut(ConnectionCut.BEFORE_COMMIT, 1, () -> {
                    restart(server);
                    long number = 0;
                    while (number < before + 3) { // transactions of others come first
                        number = number(server, "SELECT pg_current_xact_id()::text::bigint");
                    }
                });
                assertThatThrownBy(() -> store.addAccount("other", ZoneOffset.UTC))
                        .isInstanceOf(StoreException.class)
                        .hasMessageContaining("whether it was kept is not known");
                assertThat(store.account("other")).isEmpty();
                assertThat(store.addAccount("other", ZoneOffset.UTC)).isNotNull();
            }
        }
    }

    private static long number(DurablePostgres server, String sql) {
        try (Connection connection = DriverManager.getConnection(server.url("postgres"));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
