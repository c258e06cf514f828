package heed.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heed.mail.MailId;
import heed.mail.MessageClass;
import heed.mail.MessageKey;
import heed.mail.SenderId;
import heed.mail.gate.Claim;
import heed.mail.gate.ClaimVerdict;
import heed.mail.outbox.MailStore;
import heed.mail.outbox.OutgoingMail;
import heed.mail.outbox.QueuedMail;
import heed.mail.outbox.SendQuery;
import heed.model.fact.FieldAssertion;
import heed.model.fact.Provenance;
import heed.model.field.Field;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectFlag;
import heed.model.prospect.ProspectId;
import heed.model.run.RunId;
import heed.model.store.ImportOptions;
import heed.model.store.ImportRow;
import heed.model.store.Prefilter;
import heed.model.store.StoreException;
import heed.model.store.UnitOfWork;
import heed.model.suppression.SuppressedDomain;
import heed.model.testing.Promise;
import heed.model.testing.SettableClock;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Transactions that conflict: which one waits, which one is run again, and what a claim can rely on. */
class PostgresLocksTest {
    private static final SenderId SENDER = new SenderId("sender");
    private static final MessageKey KEY = new MessageKey(MailStore.ACCOUNT, "welcome", "1", 1);
    private static final EmailAddress ANN = new EmailAddress("ann@example.com");
    private static final EmailAddress BOB = new EmailAddress("bob@example.com");

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T10:00:00Z"));
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private DatabaseMailStore firstStore;
    private DatabaseMailStore secondStore;

    @BeforeEach
    void open() {
        firstStore = new DatabaseMailStore(store(true), clock);
        secondStore = new DatabaseMailStore(store(false), clock);
    }

    private DatabaseStore store(boolean empty) {
        return PostgresStore.openExisting(
                empty ? TestPostgres.emptyStore() : TestPostgres.userDataSource(), PostgresStore.SCHEMA, clock);
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        firstStore.close();
        secondStore.close();
    }

    /** The changes that suppress the address of a mail. */
    enum SuppressionCause {
        FLAG((test, work) -> test.assertField(work, test.ann, StandardFields.EMAIL_OPT_OUT, Value.of(true))),
        BOUNCE((test, work) -> test.assertField(work, test.ann, StandardFields.BOUNCED, Value.of(true))),
        LISTING((test, work) ->
                assertThat(work.suppress(List.of(ANN), test.provenance())).containsExactly(ANN)),
        DOMAIN((test, work) -> {
            SuppressedDomain domain = SuppressedDomain.parse("@example.com").orElseThrow();
            assertThat(work.suppressDomains(List.of(domain), test.provenance())).containsExactly(domain);
        }),
        MOVE((test, work) -> test.assertField(work, test.bob, StandardFields.EMAIL, Value.Text.of(ANN.value()))),
        IMPORT((test, work) -> {
            Map<Field, Optional<Value>> values = new LinkedHashMap<>();
            values.put(StandardFields.ID, Optional.of(Value.Text.of("new")));
            values.put(StandardFields.EMAIL, Optional.of(Value.Text.of(ANN.value())));
            values.put(StandardFields.EMAIL_OPT_OUT, Optional.of(Value.of(true)));
            work.importRows(
                    List.of(new ImportRow(1, values)), new ImportOptions(StandardFields.ID, false), test.provenance());
        });

        private final BiConsumer<PostgresLocksTest, UnitOfWork> change;

        SuppressionCause(BiConsumer<PostgresLocksTest, UnitOfWork> change) {
            this.change = change;
        }
    }

    private ProspectId ann = ProspectId.START;
    private ProspectId bob = ProspectId.START;

    /** Adds Ann, who has a queued mail, and Bob, who has opted out. */
    private void addPeople() {
        ann = firstStore.addProspect(Optional.of(ANN));
        bob = firstStore.addProspect(Optional.of(BOB));
        firstStore.setFlag(bob, ProspectFlag.EMAIL_OPT_OUT, true);
        OutgoingMail mail = new OutgoingMail(KEY, ann, Optional.of(ANN), MessageClass.MARKETING, Optional.empty());
        firstStore.write(unit -> firstStore.outbox().enqueue(unit, List.of(mail), clock.instant()));
    }

    private void assertField(UnitOfWork work, ProspectId prospect, Field field, Value value) {
        work.assertFields(List.of(new FieldAssertion(prospect, field, Optional.of(value))), provenance());
    }

    private Provenance provenance() {
        return new Provenance(
                clock.instant(), "ann", Provenance.Origin.PROFILE, "a test", Optional.empty(), Optional.empty());
    }

    @ParameterizedTest
    @EnumSource
    @Promise(1)
    void a_suppression_waits_for_a_claim_that_has_locked_the_address(SuppressionCause cause) throws Exception {
        addPeople();
        QueuedMail mail = claimDue(firstStore).get(0);
        List<Future<?>> started = new ArrayList<>();
        // The clock is read after the addresses are locked, in the middle of the claim.
        Clock claimClock = new FirstCallClock(clock, () -> {
            started.add(threads.submit(() -> secondStore.<Boolean>write(work -> {
                cause.change.accept(this, work);
                return true;
            })));
            awaitLockWait();
        });
        ClaimVerdict verdict = firstStore
                .attempts()
                .claim(List.of(mail.toClaim()), claimClock, SENDER)
                .get(0);
        assertThat(verdict).isInstanceOf(ClaimVerdict.Granted.class);
        started.get(0).get();
        assertThat(secondStore
                        .account()
                        .<Integer>read(reading -> reading.listSuppressions(ANN).size()))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    @Promise(1)
    void a_claim_waits_for_a_suppression_that_has_begun_and_is_denied(SuppressionCause cause) throws Exception {
        addPeople();
        QueuedMail mail = claimDue(firstStore).get(0);
        Future<ClaimVerdict> verdict = secondStore.write(work -> {
            cause.change.accept(this, work);
            return startBlockedClaim(mail);
        });
        assertThat(verdict.get()).isInstanceOf(ClaimVerdict.Denied.class);
    }

    @Test
    @Promise(1)
    void a_claim_waits_for_a_change_that_suppresses_thousands_and_is_denied() throws Exception {
        addPeople();
        QueuedMail mail = claimDue(firstStore).get(0);
        List<EmailAddress> many = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            many.add(new EmailAddress("p" + i + "@example.com"));
        }
        many.add(ANN);
        Future<ClaimVerdict> verdict = secondStore.write(work -> {
            assertThat(work.suppress(many, provenance())).hasSize(many.size());
            return startBlockedClaim(mail);
        });
        assertThat(verdict.get()).isInstanceOf(ClaimVerdict.Denied.class);
    }

    /** Starts a claim in another thread, and returns when it waits for a lock. */
    private Future<ClaimVerdict> startBlockedClaim(QueuedMail mail) {
        Future<ClaimVerdict> verdict = threads.submit(() -> firstStore
                .attempts()
                .claim(List.of(mail.toClaim()), clock, SENDER)
                .get(0));
        awaitLockWait();
        return verdict;
    }

    /** Waits until a session of the server waits for a lock. */
    static void awaitLockWait() {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        try (Connection connection = TestPostgres.administratorDataSource().getConnection();
                Statement statement = connection.createStatement()) {
            while (true) {
                try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM pg_locks WHERE NOT granted")) {
                    rows.next();
                    if (rows.getInt(1) > 0) {
                        return;
                    }
                }
                if (System.nanoTime() > end) {
                    throw new AssertionError("no session waits for a lock");
                }
                Thread.onSpinWait();
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private List<QueuedMail> claimDue(DatabaseMailStore store) {
        return store.outbox().reserve(100, clock.instant(), SENDER);
    }

    /** A clock that runs an action at its first call. */
    private static final class FirstCallClock extends Clock {
        private final Clock clock;
        private final Runnable onFirstCall;
        private boolean called;

        FirstCallClock(Clock clock, Runnable onFirstCall) {
            this.clock = clock;
            this.onFirstCall = onFirstCall;
        }

        @Override
        public Instant instant() {
            if (!called) {
                called = true;
                onFirstCall.run();
            }
            return clock.instant();
        }

        @Override
        public ZoneId getZone() {
            return clock.getZone();
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void two_transactions_that_wait_for_each_other_are_both_committed() throws Exception {
        addPeople();
        CyclicBarrier barrier = new CyclicBarrier(2);
        AtomicInteger attempts = new AtomicInteger();
        Future<?> firstUpdate = threads.submit(() -> updateInOrder(firstStore, ann, bob, barrier, attempts));
        Future<?> secondUpdate = threads.submit(() -> updateInOrder(secondStore, bob, ann, barrier, attempts));
        firstUpdate.get();
        secondUpdate.get();
        assertThat(attempts.get()).isGreaterThan(2); // one of them was run again
        assertThat(history(ann)).isEqualTo(2 + 2);
        assertThat(history(bob)).isEqualTo(2 + 2 + 1);
    }

    private long history(ProspectId prospect) {
        return firstStore
                        .account()
                        .<Integer>read(reading -> reading.listFacts(prospect).size())
                + 1L;
    }

    private void updateInOrder(
            DatabaseMailStore store,
            ProspectId first,
            ProspectId second,
            CyclicBarrier barrier,
            AtomicInteger attempts) {
        store.write(work -> {
            boolean meets = attempts.incrementAndGet() <= 2;
            assertField(work, first, StandardFields.CITY, Value.Text.of("City " + attempts.get()));
            if (meets) {
                awaitBarrier(barrier);
            }
            assertField(work, second, StandardFields.CITY, Value.Text.of("City " + attempts.get()));
            return true;
        });
    }

    private static void awaitBarrier(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void work_that_read_a_prospect_which_has_changed_since_is_run_again() {
        addPeople();
        AtomicInteger attempts = new AtomicInteger();
        firstStore.write(work -> {
            Prospect read =
                    work.listProspects(Prefilter.EVERYONE, ProspectId.START, 1).get(0);
            if (attempts.incrementAndGet() == 1) {
                get(threads.submit(() -> secondStore.<Boolean>write(otherWork -> {
                    assertField(otherWork, ann, StandardFields.LAST_NAME, Value.Text.of("Miller"));
                    return true;
                })));
            }
            String name = read.value(StandardFields.LAST_NAME).map(Value::text).orElse("nobody");
            assertField(work, ann, StandardFields.CITY, Value.Text.of("City of " + name));
            return true;
        });
        assertThat(attempts).hasValue(2);
        Prospect now = firstStore
                .account()
                .<List<Prospect>>read(reading -> reading.listProspects(List.of(ann)))
                .get(0);
        assertThat(now.value(StandardFields.CITY).map(Value::text)).contains("City of Miller");
    }

    @Test
    void a_prospect_that_is_read_by_key_stays_unchanged_until_the_end() {
        addPeople();
        Future<?> change = firstStore.write(work -> {
            assertThat(work.listProspects(List.of(ann))).hasSize(1);
            Future<?> blocked = threads.submit(() -> secondStore.<Boolean>write(otherWork -> {
                assertField(otherWork, ann, StandardFields.LAST_NAME, Value.Text.of("Miller"));
                return true;
            }));
            awaitLockWait();
            assertThat(work.listProspects(List.of(ann)).get(0).value(StandardFields.LAST_NAME))
                    .isEmpty();
            return blocked;
        });
        get(change);
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.get(60, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void mail_that_is_queued_while_its_run_is_cancelled_is_cancelled_too() {
        addPeople();
        RunId run = firstStore.addRun();
        MessageKey next = new MessageKey(MailStore.ACCOUNT, "welcome", "1", 2);
        Future<?> cancelled = firstStore.write(work -> {
            OutgoingMail mail = new OutgoingMail(next, ann, Optional.of(ANN), MessageClass.MARKETING, Optional.of(run));
            assertThat(firstStore.outbox().enqueue(work, List.of(mail), clock.instant()))
                    .hasSize(1);
            Future<?> cancellation = threads.submit(() -> secondStore.outbox().cancel(run, clock.instant()));
            awaitLockWait();
            return cancellation;
        });
        get(cancelled);
        assertThat(firstStore
                        .outbox()
                        .listSends(
                                new SendQuery(Optional.empty(), Optional.of(run), Optional.empty()), MailId.START, 9))
                .singleElement()
                .satisfies(mail -> assertThat(mail.due()).isEmpty());
    }

    @Test
    @Promise(2)
    void several_processes_reserve_from_one_outbox_and_never_the_same_mail() {
        for (int i = 0; i < 300; i++) {
            EmailAddress address = new EmailAddress("p" + i + "@example.com");
            ProspectId prospect = firstStore.addProspect(Optional.of(address));
            OutgoingMail mail =
                    new OutgoingMail(KEY, prospect, Optional.of(address), MessageClass.MARKETING, Optional.empty());
            firstStore.write(unit -> firstStore.outbox().enqueue(unit, List.of(mail), clock.instant()));
        }
        List<MailId> claimedIds = Collections.synchronizedList(new ArrayList<>());
        Consumer<DatabaseMailStore> claimAll = store -> {
            List<QueuedMail> claimed;
            do {
                claimed = store.outbox().reserve(7, clock.instant(), SENDER);
                claimed.forEach(mail -> claimedIds.add(mail.id()));
            } while (!claimed.isEmpty());
        };
        List<Future<?>> done = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            DatabaseMailStore process = i % 2 == 0 ? firstStore : secondStore;
            done.add(threads.submit(() -> claimAll.accept(process)));
        }
        done.forEach(PostgresLocksTest::get);
        claimAll.accept(firstStore); // those that another transaction had locked at the last reservation
        assertThat(claimedIds).doesNotHaveDuplicates().hasSize(300);
    }

    @Test
    @Promise(2)
    void two_claims_of_one_address_without_a_prospect_give_one_permit() {
        List<Future<ClaimVerdict>> verdicts = new ArrayList<>();
        Clock claimClock = new FirstCallClock(clock, () -> {
            verdicts.add(threads.submit(() -> secondStore
                    .attempts()
                    .claim(List.of(Claim.of(KEY, ANN, MessageClass.TRANSACTIONAL)), clock, SENDER)
                    .get(0)));
            awaitLockWait();
        });
        ClaimVerdict first = firstStore
                .attempts()
                .claim(List.of(Claim.of(KEY, ANN, MessageClass.TRANSACTIONAL)), claimClock, SENDER)
                .get(0);
        assertThat(first).isInstanceOf(ClaimVerdict.Granted.class);
        assertThat(get(verdicts.get(0))).isInstanceOf(ClaimVerdict.Denied.class);
    }

    @Test
    void a_transaction_that_waits_too_long_fails_with_a_message_and_is_rolled_back() {
        addPeople();
        firstStore.write(work -> {
            assertField(work, ann, StandardFields.CITY, Value.Text.of("Oslo"));
            Future<?> blocked = threads.submit(() -> secondStore.<Boolean>write(otherWork -> {
                assertField(otherWork, ann, StandardFields.CITY, Value.Text.of("Rome"));
                return true;
            }));
            awaitLockWait();
            TestPostgres.cancelWaiting();
            assertThatThrownBy(() -> blocked.get(60, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(StoreException.class)
                    .hasMessageContaining("the server cancelled a statement");
            return true;
        });
        Prospect now = firstStore
                .account()
                .<List<Prospect>>read(reading -> reading.listProspects(List.of(ann)))
                .get(0);
        assertThat(now.value(StandardFields.CITY).map(Value::text)).contains("Oslo");
    }
}
