package heed.examples;

import static heed.examples.FaultTestAccount.ACCOUNT;
import static heed.examples.FaultTestAccount.BATCH;
import static heed.examples.FaultTestAccount.IMPORTED;
import static heed.examples.FaultTestAccount.NEWS;
import static heed.examples.FaultTestAccount.OPT_OUT;
import static heed.examples.FaultTestAccount.PROSPECTS;
import static heed.examples.FaultTestAccount.counts;
import static heed.examples.FaultTestAccount.engine;
import static heed.examples.FaultTestAccount.fill;
import static heed.examples.FaultTestAccount.run;
import static heed.examples.FaultTestAccount.runAfterLeases;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heed.engine.run.ProgressListener;
import heed.engine.run.RunFailedException;
import heed.examples.prove.ForeignLock;
import heed.examples.prove.KilledRunsProof;
import heed.examples.prove.ProofStores;
import heed.examples.prove.ShortTimeoutHeed;
import heed.examples.prove.SmtpSink;
import heed.examples.prove.StoreComparison;
import heed.mail.EmailMessage;
import heed.mail.MailId;
import heed.mail.MailTokens;
import heed.mail.SendState;
import heed.mail.delivery.AccountMail;
import heed.mail.delivery.Delivery;
import heed.mail.delivery.DeliveryPorts;
import heed.mail.delivery.DeliverySettings;
import heed.mail.gate.MailTransport;
import heed.mail.gate.SendPermit;
import heed.mail.gate.SendReceipt;
import heed.mail.outbox.SendQuery;
import heed.mail.server.ConnectionSecurity;
import heed.mail.unsubscribe.PageNames;
import heed.mail.unsubscribe.UnsubscribeHandler;
import heed.mail.unsubscribe.UnsubscribeRequest;
import heed.model.store.StoreException;
import heed.model.testing.Promise;
import heed.smtp.SmtpSettings;
import heed.smtp.SmtpTransport;
import heed.store.DatabaseStore;
import heed.store.PostgresStore;
import heed.store.SqliteStore;
import heed.store.TestPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A foreign transaction, of a person in psql for example, holds a lock for longer than the store waits. */
@Tag("proof")
class StoreLockTest {
    private static final Duration LOCK_TIMEOUT = Duration.ofMillis(200);
    private static final Duration TIMEOUT = Duration.ofMinutes(3);
    private static final DeliverySettings SETTINGS = DeliverySettings.STANDARD.withWorkers(4);
    private static final long SEED = 1;
    private static final String BUSY = "the store is busy: another";

    @TempDir
    private Path folder;

    /** The kind of store that is locked. */
    private enum LockedStore {
        EMBEDDED,
        SERVER
    }

    private Path file(String name) {
        return folder.resolve(name + ".db");
    }

    /** Creates and opens a store that contains only the {@link FaultTestAccount}. */
    private DatabaseStore openFilled(LockedStore kind, String name) {
        if (kind == LockedStore.SERVER) {
            assertThat(TestPostgres.emptyStore()).isNotNull();
        }
        try (DatabaseStore store = open(kind, name, Clock.fixed(IMPORTED, ZoneOffset.UTC))) {
            fill(store);
        }
        return open(kind, name, Clock.systemUTC());
    }

    private DatabaseStore open(LockedStore kind, String name, Clock clock) {
        return switch (kind) {
            case EMBEDDED -> SqliteStore.open(file(name), LOCK_TIMEOUT, clock);
            case SERVER -> PostgresStore.open(TestPostgres.userDataSource(), "heed", LOCK_TIMEOUT, clock);
        };
    }

    /** Opens a plain JDBC connection, without any code of the product. */
    private Connection connection(LockedStore kind, String name) throws SQLException {
        if (kind == LockedStore.EMBEDDED) {
            return DriverManager.getConnection("jdbc:sqlite:" + file(name));
        }
        Connection connection = TestPostgres.administratorDataSource().getConnection();
        connection.setSchema("heed");
        return connection;
    }

    private ForeignLock lock(LockedStore kind, String table) {
        try {
            return ForeignLock.acquireTable(connection(kind, "heed"), table);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> rows(LockedStore kind, String name) throws SQLException {
        try (Connection connection = connection(kind, name)) {
            return StoreComparison.rows(connection);
        }
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @CsvSource({"EMBEDDED, 1", "EMBEDDED, 2", "SERVER, 1", "SERVER, 2", "SERVER, 3"})
    @Promise({4, 8})
    void a_run_that_a_lock_ends_reports_it_and_ends_like_an_undisturbed_run_when_it_is_resumed(
            LockedStore kind, long seed) throws SQLException {
        Random random = new Random(seed);
        String table =
                List.of("fact", "ledger", "prospect", "provenance", "run").get(random.nextInt(5));
        int batches = random.nextInt(PROSPECTS / BATCH);
        List<String> undisturbed;
        try (DatabaseStore store = openFilled(kind, "undisturbed")) {
            run(store, OPT_OUT, step -> {});
            undisturbed = rows(kind, "undisturbed");
        }
        try (DatabaseStore store = openFilled(kind, "heed")) {
            List<ForeignLock> locks = new ArrayList<>();
            assertThatThrownBy(() -> run(store, OPT_OUT, step -> {
                        if (step.phase() == ProgressListener.Phase.RUNNING && step.batches() == batches) {
                            locks.add(lock(kind, table));
                        }
                    }))
                    .as("%s after %d batches", table, batches)
                    .isInstanceOf(RunFailedException.class)
                    .hasMessageContaining("can be resumed")
                    .cause()
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining(BUSY);
            locks.get(0).close();
            runAfterLeases(store, OPT_OUT);
            assertThat(rows(kind, "heed"))
                    .as("%s after %d batches", table, batches)
                    .isEqualTo(undisturbed);
        }
    }

    private static SmtpTransport transport(SmtpSink sink, Clock clock) {
        return new SmtpTransport(
                SmtpSettings.of("127.0.0.1", sink.port(), ConnectionSecurity.NONE, Optional.empty()),
                Optional.empty(),
                clock);
    }

    /** A transport that locks the table of the mails, or the embedded store, before it sends one of the mails. */
    private final class LockingTransport implements MailTransport {
        private final MailTransport transport;
        private final LockedStore kind;
        private final AtomicInteger mails = new AtomicInteger();
        private final CompletableFuture<ForeignLock> acquiredLock = new CompletableFuture<>();

        LockingTransport(MailTransport transport, LockedStore kind) {
            this.transport = transport;
            this.kind = kind;
        }

        @Override
        public SendReceipt send(SendPermit permit, EmailMessage message) {
            if (mails.incrementAndGet() == PROSPECTS / 6) {
                acquiredLock.complete(lock(kind, "mail"));
            }
            return transport.send(permit, message);
        }

        @Override
        public Duration maxSendDuration() {
            return transport.maxSendDuration();
        }

        ForeignLock awaitLock() throws Exception {
            return acquiredLock.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private static Delivery delivery(DatabaseStore store, MailTransport transport, Clock clock) {
        return new Delivery(
                DeliveryPorts.of(
                        store.mail(ACCOUNT).orElseThrow(), engine(store).composer(), transport),
                SETTINGS,
                clock);
    }

    private static void waitUntil(SmtpSink sink, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TIMEOUT.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("the test ends in time").isLessThan(end);
            boolean unused = sink.waitForMessages(Long.MAX_VALUE, Duration.ofMillis(20));
        }
    }

    @ParameterizedTest
    @EnumSource(LockedStore.class)
    @Promise({2, 8})
    void outcomes_of_mails_that_were_sent_while_the_store_was_locked_are_stored_when_the_lock_ends(LockedStore kind)
            throws Exception {
        try (DatabaseStore store = openFilled(kind, "heed");
                SmtpSink sink = new SmtpSink(Clock.systemUTC());
                SmtpTransport transport = transport(sink, Clock.systemUTC())) {
            run(store, NEWS, step -> {});
            LockingTransport locking = new LockingTransport(transport, kind);
            try (Delivery delivery = delivery(store, locking, Clock.systemUTC())) {
                delivery.start();
                try (ForeignLock unused = locking.awaitLock()) {
                    waitUntil(sink, () -> delivery.problem().orElse("").startsWith(BUSY));
                }
                AccountMail mail = store.mail(ACCOUNT).orElseThrow();
                waitUntil(sink, () -> {
                    delivery.wake(); // ends the pause of the workers
                    return delivery.isIdle() && mail.outbox().nextDue().isEmpty();
                });
            }
            assertThat(counts(store)).isEqualTo(Map.of(SendState.SENT, (long) PROSPECTS));
            assertThat(sink.count()).isEqualTo(PROSPECTS);
            assertThat(sink.received()).hasSize(PROSPECTS);
        }
    }

    @ParameterizedTest
    @EnumSource(LockedStore.class)
    @Promise(2)
    void
            mails_whose_outcome_could_not_be_stored_before_the_delivery_ended_are_settled_by_its_journal_and_not_sent_again(
                    LockedStore kind) throws Exception {
        try (DatabaseStore store = openFilled(kind, "heed");
                SmtpSink sink = new SmtpSink(Clock.systemUTC());
                SmtpTransport transport = transport(sink, Clock.systemUTC())) {
            run(store, NEWS, step -> {});
            LockingTransport locking = new LockingTransport(transport, kind);
            Delivery delivery = delivery(store, locking, Clock.systemUTC());
            delivery.start();
            try (ForeignLock unused = locking.awaitLock()) {
                delivery.close();
            }
            long unstored = counts(store).getOrDefault(SendState.IN_FLIGHT, 0L);
            assertThat(unstored).isPositive();
            try (SmtpTransport laterTransport = transport(sink, Clock.systemUTC());
                    Delivery later = delivery(store, laterTransport, Clock.systemUTC())) {
                later.start();
                waitUntil(sink, () -> {
                    later.wake();
                    return later.isFinished();
                });
            }
            assertThat(counts(store)).isEqualTo(Map.of(SendState.SENT, (long) PROSPECTS));
            assertThat(sink.received().values())
                    .allSatisfy(times -> assertThat(times).hasSize(1));
            assertThat(sink.count()).isEqualTo(PROSPECTS);
        }
    }

    @ParameterizedTest
    @EnumSource(LockedStore.class)
    @Promise({1, 8})
    void an_opt_out_that_a_lock_prevents_is_not_acknowledged_and_can_be_repeated(LockedStore kind) throws Exception {
        try (DatabaseStore store = openFilled(kind, "heed")) {
            run(store, NEWS, step -> {});
            AccountMail mail = store.mail(ACCOUNT).orElseThrow();
            MailTokens tokens = mail.tokens();
            UnsubscribeHandler handler = new UnsubscribeHandler(
                    tokens,
                    mail.optOuts(),
                    new PageNames("News", Optional.empty()),
                    Optional.empty(),
                    Clock.systemUTC());
            String link = "/"
                    + tokens.issue(
                            MailTokens.Purpose.UNSUBSCRIBE,
                            mail.outbox()
                                    .listSends(SendQuery.ALL, MailId.START, 1)
                                    .get(0)
                                    .mark());
            UnsubscribeRequest request = new UnsubscribeRequest("POST", link, Optional.empty());
            try (ForeignLock unused = lock(kind, "suppression")) {
                assertThat(handler.handle(request).status()).isEqualTo(503);
            }
            assertThat(suppressed(store)).isZero();
            assertThat(handler.handle(request).status()).isEqualTo(200);
            assertThat(suppressed(store)).isEqualTo(1);
        }
    }

    private static long suppressed(DatabaseStore store) {
        return store.account(ACCOUNT).orElseThrow().read(reading -> reading.countSuppressedAddresses());
    }

    @Test
    void reading_a_locked_table_ends_with_an_error() throws SQLException {
        try (DatabaseStore store = openFilled(LockedStore.SERVER, "heed")) {
            try (ForeignLock unused = lock(LockedStore.SERVER, "mail")) {
                assertThatThrownBy(() -> counts(store))
                        .isInstanceOf(StoreException.class)
                        .hasMessageContaining(BUSY);
            }
            try (ForeignLock unused = ForeignLock.acquireTable(
                    TestPostgres.administratorDataSource().getConnection(), "heed.store")) {
                assertThatThrownBy(() -> open(LockedStore.SERVER, "heed", Clock.systemUTC()))
                        .isInstanceOf(StoreException.class)
                        .hasMessageContaining(BUSY);
            }
            assertThat(counts(store)).isEmpty();
        }
    }

    /** If the writers waited one after another, the last one would wait for the time-out of all of them. */
    @Test
    void all_writers_that_wait_for_a_lock_time_out_together() throws Exception {
        int writerCount = 20;
        ExecutorService threads = Executors.newFixedThreadPool(writerCount);
        try (DatabaseStore store = openFilled(LockedStore.EMBEDDED, "heed");
                ForeignLock unused = lock(LockedStore.EMBEDDED, "all")) {
            List<Future<?>> writers = new ArrayList<>();
            long start = System.nanoTime();
            for (int i = 0; i < writerCount; i++) {
                writers.add(threads.submit(() -> store.addAccount("other", ZoneOffset.UTC)));
            }
            for (Future<?> writer : writers) {
                assertThatThrownBy(writer::get)
                        .isInstanceOf(ExecutionException.class)
                        .cause()
                        .isInstanceOf(StoreException.class)
                        .hasMessageContaining(BUSY);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(LOCK_TIMEOUT.multipliedBy(writerCount / 2));
        } finally {
            threads.shutdown();
        }
    }

    /** One round of {@code bin/prove locked-out}, which locks out processes. */
    @Test
    @Promise({4, 8})
    void a_run_that_is_locked_out_at_a_random_moment_ends_like_an_undisturbed_run() throws Exception {
        KilledRunsProof.KilledRunsResult result = ProofStores.withStores(
                "sqlite-locked",
                folder,
                stores -> new KilledRunsProof(ShortTimeoutHeed.command(), folder, stores).prove(1, 5_000, SEED));
        assertThat(result.equalRounds()).isEqualTo(result.rounds());
        assertThat(result.killed()).isPositive();
    }
}
