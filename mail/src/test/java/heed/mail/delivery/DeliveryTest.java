package heed.mail.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heed.mail.AttemptId;
import heed.mail.EmailMessage;
import heed.mail.MailId;
import heed.mail.MessageClass;
import heed.mail.MessageKey;
import heed.mail.NamedAddress;
import heed.mail.SendState;
import heed.mail.SenderId;
import heed.mail.SmtpReply;
import heed.mail.delivery.DeliveryWorker.Step;
import heed.mail.gate.AttemptJournal;
import heed.mail.gate.AttemptOutcome;
import heed.mail.gate.Attempts;
import heed.mail.gate.InDoubtPolicy;
import heed.mail.gate.InMemoryJournals;
import heed.mail.gate.MailTransport;
import heed.mail.gate.SendGate;
import heed.mail.gate.SendPermit;
import heed.mail.gate.SendReceipt;
import heed.mail.limits.SendLimiter;
import heed.mail.limits.UnsharedSendLimiter;
import heed.mail.outbox.InMemoryMailStore;
import heed.mail.outbox.MailStore;
import heed.mail.outbox.OutgoingMail;
import heed.mail.outbox.QueuedMail;
import heed.mail.outbox.SendCount;
import heed.mail.outbox.SendQuery;
import heed.mail.outbox.SendRecord;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectFlag;
import heed.model.prospect.ProspectId;
import heed.model.run.RunId;
import heed.model.store.StoreException;
import heed.model.testing.Promise;
import heed.model.testing.SettableClock;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryTest {
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final EmailAddress SENDER = new EmailAddress("us@example.com");
    private static final SmtpReply OK = SmtpReply.of(SmtpReply.Stage.END_OF_DATA, 250, "2.0.0 accepted");
    private static final SmtpReply LATER = SmtpReply.of(SmtpReply.Stage.RCPT_TO, 451, "4.7.1 later");

    private final SettableClock clock = new SettableClock(START);
    private final InMemoryMailStore store = new InMemoryMailStore(clock);
    private final InMemoryJournals journals = new InMemoryJournals();
    private final AttemptJournal journal = journals.open();
    private final RunId run = store.addRun();
    private final List<String> sent = new ArrayList<>();
    private final Map<String, Instant> sentAt = new HashMap<>();
    private DeliverySettings settings = DeliverySettings.STANDARD;
    private Function<SendPermit, SendReceipt> relay = permit -> new SendReceipt.Accepted(OK);
    private MessageComposer composer = DeliveryTest::compose;

    private final MailTransport transport = new MailTransport() {
        @Override
        public SendReceipt send(SendPermit permit, EmailMessage message) {
            SendReceipt receipt = relay.apply(permit);
            if (receipt instanceof SendReceipt.RelayUnreachable) {
                return receipt;
            }
            if (!permit.use()) {
                return new SendReceipt.PermitExpired();
            }
            synchronized (sent) {
                sent.add(permit.address().value());
                sentAt.put(permit.address().value(), clock.instant());
            }
            return receipt;
        }

        @Override
        public Duration maxSendDuration() {
            return Duration.ofSeconds(30);
        }
    };

    private static List<MessageComposer.Composition> compose(List<QueuedMail> mails) {
        return mails.stream()
                .map(mail -> (MessageComposer.Composition) new MessageComposer.Composed(new EmailMessage(
                        mail.messageClass(),
                        NamedAddress.of(SENDER),
                        Optional.empty(),
                        SENDER,
                        "<" + mail.id() + "@example.com>",
                        START,
                        "Hello",
                        Optional.of("Hello"),
                        Optional.empty(),
                        Optional.empty())))
                .toList();
    }

    private DeliveryPorts ports(Attempts attempts) {
        return new DeliveryPorts(
                store, attempts, store.deliveryInstances(), journals, mails -> composer.compose(mails), transport);
    }

    private DeliveryWorker worker(SendLimiter limiter) {
        return worker(store, limiter);
    }

    private DeliveryWorker worker(Attempts attempts, SendLimiter limiter) {
        DeliveryPorts ports = ports(attempts);
        return new DeliveryWorker(
                ports,
                journal,
                new AbandonedMail(ports, journal.sender(), settings, this::elapsedNanos),
                new SendGate(attempts, clock, this::elapsedNanos, journal),
                settings,
                limiter,
                new DeliveryCounter(),
                clock,
                new Random(1));
    }

    private long elapsedNanos() {
        return TimeUnit.MILLISECONDS.toNanos(clock.millis());
    }

    private DeliveryWorker worker() {
        return worker(limiter(settings));
    }

    /** Returns the limiter of a delivery that shares its limits with no other. */
    private SendLimiter limiter(DeliverySettings limits) {
        return UnsharedSendLimiter.create(limits.accountLimit(), limits.domainLimit(), clock);
    }

    private static void work(DeliveryWorker worker) {
        int steps = 0;
        while (worker.advance() == Step.WORKED) {
            assertThat(++steps).as("number of steps").isLessThan(100_000);
        }
    }

    /** Advances the worker until nothing is due before the end, and moves the clock to the end of each idle time. */
    private void workUntil(DeliveryWorker worker, Instant end) {
        work(worker);
        while (worker.idleUntil().isBefore(end)) {
            clock.set(worker.idleUntil().isAfter(clock.instant()) ? worker.idleUntil() : clock.instant());
            work(worker);
        }
    }

    private ProspectId enqueue(String address) {
        return enqueue(address, "news");
    }

    private ProspectId enqueue(String address, String automation) {
        EmailAddress to = new EmailAddress(address);
        ProspectId prospect = store.addProspect(Optional.of(to));
        MessageKey key = new MessageKey(MailStore.ACCOUNT, automation, "1", 1);
        OutgoingMail mail =
                new OutgoingMail(key, prospect, Optional.of(to), MessageClass.TRANSACTIONAL, Optional.of(run));
        store.write(unit -> store.enqueue(unit, List.of(mail), clock.instant()));
        return prospect;
    }

    private SendRecord firstRecord() {
        return store.listSends(SendQuery.ALL, MailId.START, 2).get(0);
    }

    private SendState stateOf(String address) {
        return store.listSends(SendQuery.ALL, MailId.START, 1000).stream()
                .filter(mail -> mail.address().equals(Optional.of(new EmailAddress(address))))
                .map(SendRecord::state)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_deferred_mail_is_tried_for_five_days_and_expires_as_one_soft_bounce() {
        enqueue("ann@example.com");
        relay = permit -> new SendReceipt.Deferred(LATER);
        workUntil(worker(), START.plus(Duration.ofDays(10)));
        assertThat(sent).hasSize(15);
        assertThat(firstRecord().state()).isEqualTo(SendState.EXPIRED);
        assertThat(firstRecord().reply()).contains(LATER);
        assertThat(sentAt.get("ann@example.com"))
                .isBetween(START.plus(Duration.ofDays(4)), START.plus(Duration.ofDays(5)));
    }

    @Test
    void after_a_mail_has_expired_the_next_mail_to_the_address_is_tried() {
        enqueue("ann@example.com");
        relay = permit -> new SendReceipt.Deferred(LATER);
        workUntil(worker(), START.plus(Duration.ofDays(5)));
        assertThat(firstRecord().state()).isEqualTo(SendState.EXPIRED);
        sent.clear();
        relay = permit -> new SendReceipt.Accepted(OK);
        enqueue("ann@example.com", "next-news");
        work(worker());
        assertThat(sent).containsExactly("ann@example.com");
        assertThat(firstRecord().state()).isEqualTo(SendState.EXPIRED);
    }

    @Test
    void a_rejected_mail_is_not_tried_again() {
        enqueue("ann@example.com");
        SmtpReply nobody = SmtpReply.of(SmtpReply.Stage.RCPT_TO, 550, "5.1.1 nobody here");
        relay = permit -> new SendReceipt.Rejected(nobody);
        workUntil(worker(), START.plus(Duration.ofDays(10)));
        assertThat(sent).hasSize(1);
        assertThat(firstRecord().state()).isEqualTo(SendState.REJECTED);
        assertThat(firstRecord().reply()).contains(nobody);
    }

    @Test
    @Promise(1)
    void somebody_who_opts_out_between_two_tries_is_not_tried_again() {
        ProspectId ann = enqueue("ann@example.com");
        relay = permit -> new SendReceipt.Deferred(LATER);
        DeliveryWorker worker = worker();
        work(worker);
        store.setFlag(ann, ProspectFlag.EMAIL_OPT_OUT, true);
        relay = permit -> new SendReceipt.Accepted(OK);
        workUntil(worker, START.plus(Duration.ofDays(10)));
        assertThat(sent).hasSize(1);
        assertThat(firstRecord().state()).isEqualTo(SendState.SKIPPED);
    }

    @Test
    void an_unreachable_relay_counts_as_no_deferral() {
        enqueue("ann@example.com");
        enqueue("bob@example.com");
        relay = permit -> new SendReceipt.RelayUnreachable("connection refused");
        DeliveryWorker worker = worker();
        workUntil(worker, START.plus(Duration.ofDays(10)));
        assertThat(sent).isEmpty();
        assertThat(stateOf("ann@example.com")).isEqualTo(SendState.QUEUED);
        assertThat(firstRecord().firstDeferredAt()).isEmpty();
        assertThat(firstRecord().detail()).isEqualTo("connection refused");
        relay = permit -> new SendReceipt.Accepted(OK);
        workUntil(worker, clock.instant().plus(Duration.ofMinutes(2)));
        assertThat(sent).containsExactlyInAnyOrder("ann@example.com", "bob@example.com");
    }

    @Test
    void the_pause_of_all_workers_doubles_while_the_relay_cannot_be_reached() {
        SendLimiter limiter = limiter(settings);
        Instant now = START;
        List<Duration> pauses = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Instant until = limiter.relayUnreachable(now, "refused");
            assertThat(limiter.relayUnreachable(now.plusMillis(1), "refused")).isEqualTo(until);
            assertThat(limiter.newSlot().opensAt(now)).isEqualTo(until);
            pauses.add(Duration.between(now, until));
            now = until;
        }
        assertThat(pauses.stream().map(Duration::toSeconds)).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);
        assertThat(limiter.relayProblem()).contains("refused");
        limiter.relayReached();
        assertThat(limiter.relayProblem()).isEmpty();
        assertThat(limiter.relayUnreachable(now, "refused")).isEqualTo(now.plusSeconds(1));
    }

    @Test
    @Promise(2)
    void a_mail_in_doubt_is_unknown_and_not_repeated_unless_the_account_allows_it() {
        enqueue("ann@example.com");
        relay = permit -> new SendReceipt.InDoubt("the reply was lost");
        workUntil(worker(), START.plus(Duration.ofDays(10)));
        assertThat(sent).hasSize(1);
        assertThat(firstRecord().state()).isEqualTo(SendState.UNKNOWN);
        assertThat(firstRecord().detail()).isEqualTo("the reply was lost");

        settings = new DeliverySettings(
                1,
                OptionalDouble.empty(),
                1,
                OptionalDouble.empty(),
                Duration.ofMinutes(10),
                InDoubtPolicy.REPEAT,
                RetrySchedule.STANDARD);
        enqueue("bob@example.com");
        DeliveryWorker repeatingWorker = worker();
        work(repeatingWorker);
        relay = permit -> new SendReceipt.Accepted(OK);
        workUntil(repeatingWorker, clock.instant().plus(Duration.ofDays(1)));
        assertThat(sent).containsExactly("ann@example.com", "bob@example.com", "bob@example.com");
        assertThat(stateOf("bob@example.com")).isEqualTo(SendState.SENT);
    }

    @Test
    @Promise(2)
    void an_exception_of_the_transport_leaves_the_mail_unknown_if_its_message_was_complete_and_failed_otherwise() {
        enqueue("ann@example.com");
        relay = permit -> {
            assertThat(permit.use()).isTrue();
            assertThat(permit.complete()).isEmpty();
            throw new IllegalStateException("broken");
        };
        work(worker());
        assertThat(stateOf("ann@example.com")).isEqualTo(SendState.UNKNOWN);
        enqueue("bob@example.com");
        relay = permit -> {
            assertThat(permit.use()).isTrue();
            throw new IllegalStateException("broken");
        };
        work(worker());
        assertThat(stateOf("bob@example.com")).isEqualTo(SendState.FAILED);
    }

    /** Claims five mails, completes three of their messages and records nothing, as a process that is killed. */
    private List<AttemptId> claimAndEnd() {
        SendGate gate = new SendGate(store, clock, this::elapsedNanos, journal);
        List<AttemptId> attempts = new ArrayList<>();
        for (QueuedMail mail : store.reserve(5, clock.instant(), journal.sender())) {
            SendPermit permit = gate.claim(List.of(mail.toClaim())).get(0).either(permitted -> permitted, reason -> {
                throw new AssertionError(reason.describe());
            });
            attempts.add(permit.attempt());
            if (attempts.size() < 4) {
                assertThat(permit.complete()).isEmpty();
            }
        }
        journal.noteOutcome(attempts.get(0), AttemptOutcome.sent(OK));
        journal.noteOutcome(attempts.get(1), AttemptOutcome.retry(clock.instant(), LATER));
        return attempts;
    }

    @Test
    @Promise(2)
    void of_a_process_that_has_ended_only_the_mail_is_unknown_whose_message_was_complete_and_got_no_reply() {
        for (int i = 0; i < 8; i++) {
            enqueue("p" + i + "@example.com");
        }
        assertThat(claimAndEnd()).hasSize(5);
        assertThat(store.reserve(1, clock.instant(), journal.sender())).hasSize(1);
        journal.abandon();
        DeliveryWorker next = nextWorker();
        work(next);
        assertThat(stateOf("p0@example.com")).isEqualTo(SendState.SENT);
        assertThat(stateOf("p2@example.com")).isEqualTo(SendState.UNKNOWN);
        assertThat(sent)
                .containsExactlyInAnyOrder(
                        "p1@example.com",
                        "p3@example.com",
                        "p4@example.com",
                        "p5@example.com",
                        "p6@example.com",
                        "p7@example.com");
    }

    @Test
    @Promise(2)
    void the_attempts_of_a_silent_process_are_in_doubt_after_the_lease_and_its_reserved_mails_go_at_once() {
        for (int i = 0; i < 7; i++) {
            enqueue("p" + i + "@example.com");
        }
        assertThat(claimAndEnd()).hasSize(5);
        assertThat(store.reserve(1, clock.instant(), journal.sender())).hasSize(1);
        DeliveryWorker next = nextWorker();
        work(next);
        assertThat(sent).containsExactlyInAnyOrder("p5@example.com", "p6@example.com");
        clock.advance(settings.lease().minusMillis(1));
        work(next);
        assertThat(stateOf("p3@example.com")).isEqualTo(SendState.IN_FLIGHT);
        clock.advance(Duration.ofSeconds(2));
        work(next);
        assertThat(sent).hasSize(2);
        assertThat(stateOf("p3@example.com")).isEqualTo(SendState.UNKNOWN);
    }

    @Test
    @Promise(2)
    void the_attempts_of_a_process_with_a_heartbeat_are_never_in_doubt() {
        for (int i = 0; i < 5; i++) {
            enqueue("p" + i + "@example.com");
        }
        assertThat(claimAndEnd()).hasSize(5);
        store.deliveryInstances().join(journal.sender().instance(1));
        settings = settings.withLease(Duration.ofSeconds(40));
        DeliveryWorker next = nextWorker();
        for (int i = 0; i < 100; i++) {
            work(next);
            clock.advance(Duration.ofSeconds(10));
        }
        for (int i = 0; i < 5; i++) {
            assertThat(stateOf("p" + i + "@example.com")).isEqualTo(SendState.IN_FLIGHT);
        }
        assertThat(sent).isEmpty();
    }

    /** Returns a worker of another process, on this machine. */
    private DeliveryWorker nextWorker() {
        DeliveryPorts ports = ports(store);
        AttemptJournal nextJournal = journals.open();
        return new DeliveryWorker(
                ports,
                nextJournal,
                new AbandonedMail(ports, nextJournal.sender(), settings, this::elapsedNanos),
                new SendGate(store, clock, this::elapsedNanos, nextJournal),
                settings,
                limiter(settings),
                new DeliveryCounter(),
                clock,
                new Random(2));
    }

    @Test
    @Promise(1)
    void a_mail_whose_permit_expired_is_claimed_again() {
        for (int i = 0; i < 20; i++) {
            enqueue("p" + i + "@example.com");
        }
        relay = permit -> {
            clock.advance(Duration.ofMillis(900));
            return new SendReceipt.Accepted(OK);
        };
        workUntil(worker(), START.plus(Duration.ofHours(1)));
        assertThat(sent).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    @Promise(1)
    void when_the_store_cannot_answer_nothing_is_sent() {
        enqueue("ann@example.com");
        Attempts failing = (Attempts) Proxy.newProxyInstance(
                Attempts.class.getClassLoader(), new Class<?>[] {Attempts.class}, (attempts, method, arguments) -> {
                    if (method.getName().equals("claim")) {
                        throw new StoreException("suppression cannot be read");
                    }
                    return method.invoke(store, arguments);
                });
        DeliveryWorker worker = worker(failing, limiter(settings));
        for (int i = 0; i < 10; i++) {
            try {
                worker.advance();
            } catch (StoreException expected) {
                assertThat(expected).hasMessage("suppression cannot be read");
            }
        }
        assertThat(sent).isEmpty();
        assertThat(firstRecord().state()).isEqualTo(SendState.QUEUED);
    }

    @Test
    void a_mail_that_cannot_be_composed_fails_without_delaying_others() {
        enqueue("ann@example.com");
        enqueue("bob@example.com");
        composer = mails -> {
            List<MessageComposer.Composition> compositions = new ArrayList<>(compose(mails));
            if (mails.get(0).address().value().equals("ann@example.com")) {
                compositions.set(0, new MessageComposer.Unwritable("its automation is gone"));
            }
            return compositions;
        };
        work(worker());
        assertThat(stateOf("ann@example.com")).isEqualTo(SendState.FAILED);
        assertThat(stateOf("bob@example.com")).isEqualTo(SendState.SENT);
    }

    @Test
    void a_domain_gets_no_more_than_its_rate_without_delaying_other_domains() {
        for (int i = 0; i < 40; i++) {
            enqueue("p" + i + "@slow.example");
        }
        enqueue("ann@other.example");
        settings = new DeliverySettings(
                1,
                OptionalDouble.empty(),
                1,
                OptionalDouble.of(2),
                Duration.ofMinutes(10),
                InDoubtPolicy.KEEP_UNKNOWN,
                RetrySchedule.STANDARD);
        DeliveryWorker worker = worker();
        workUntil(worker, START.plusMillis(400));
        assertThat(sent).contains("p0@slow.example").doesNotContain("p1@slow.example");
        workUntil(worker, START.plusSeconds(10));
        assertThat(sent).contains("ann@other.example");
        assertThat(sent.size()).isBetween(20, 22);
        workUntil(worker, START.plusSeconds(19));
        assertThat(sent).hasSizeLessThan(41);
        workUntil(worker, START.plusSeconds(21));
        assertThat(sent).hasSize(41);
    }

    @Test
    void an_account_gets_no_more_than_its_rate() {
        for (int i = 0; i < 100; i++) {
            enqueue("p" + i + "@example.com");
        }
        settings = new DeliverySettings(
                1,
                OptionalDouble.of(10),
                1,
                OptionalDouble.empty(),
                Duration.ofMinutes(10),
                InDoubtPolicy.KEEP_UNKNOWN,
                RetrySchedule.STANDARD);
        DeliveryWorker worker = worker();
        work(worker);
        assertThat(sent).hasSize(1);
        workUntil(worker, START.plus(Duration.ofSeconds(5)));
        assertThat(sent.size()).isBetween(50, 51);
        workUntil(worker, START.plusMillis(9_850));
        assertThat(sent).hasSize(99);
        workUntil(worker, START.plusMillis(9_950));
        assertThat(sent).hasSize(100);
    }

    @Test
    void a_worker_that_waits_for_the_rate_keeps_no_more_mails_than_it_sends_in_half_a_second() {
        for (int i = 0; i < 100; i++) {
            enqueue("p" + i + "@example.com");
        }
        settings = new DeliverySettings(
                1,
                OptionalDouble.of(10),
                1,
                OptionalDouble.empty(),
                Duration.ofMinutes(10),
                InDoubtPolicy.KEEP_UNKNOWN,
                RetrySchedule.STANDARD);
        DeliveryWorker worker = worker();
        workUntil(worker, START.plusSeconds(3));
        assertThat(worker.holdsMail()).isTrue();
        assertThat(store.reserve(100, clock.instant(), new SenderId("other")))
                .hasSizeGreaterThanOrEqualTo(100 - sent.size() - 5);
    }

    @Test
    void a_delivery_that_holds_mail_back_because_of_a_rate_is_not_finished_before_it_has_sent_it() throws Exception {
        Clock system = Clock.systemUTC();
        InMemoryMailStore realTimeStore = new InMemoryMailStore(system);
        MessageKey key = new MessageKey(MailStore.ACCOUNT, "news", "1", 1);
        int mails = 40;
        List<OutgoingMail> outgoing = new ArrayList<>();
        for (int i = 0; i < mails; i++) {
            EmailAddress to = new EmailAddress("p" + i + "@example.com");
            outgoing.add(new OutgoingMail(
                    key,
                    realTimeStore.addProspect(Optional.of(to)),
                    Optional.of(to),
                    MessageClass.TRANSACTIONAL,
                    Optional.empty()));
        }
        realTimeStore.write(unit -> realTimeStore.enqueue(unit, outgoing, system.instant()));
        DeliverySettings paced = new DeliverySettings(
                8,
                OptionalDouble.of(20),
                8,
                OptionalDouble.of(20),
                Duration.ofMinutes(10),
                InDoubtPolicy.KEEP_UNKNOWN,
                RetrySchedule.STANDARD);
        MailTransport accepting = new MailTransport() {
            @Override
            public SendReceipt send(SendPermit permit, EmailMessage message) {
                return permit.use() ? new SendReceipt.Accepted(OK) : new SendReceipt.PermitExpired();
            }

            @Override
            public Duration maxSendDuration() {
                return Duration.ofSeconds(30);
            }
        };
        long start = System.nanoTime();
        try (Delivery delivery = new Delivery(
                new DeliveryPorts(
                        realTimeStore,
                        realTimeStore,
                        realTimeStore.deliveryInstances(),
                        journals,
                        DeliveryTest::compose,
                        accepting),
                paced,
                system)) {
            delivery.start();
            assertThat(delivery.isFinished()).isFalse();
            while (!delivery.isFinished()) {
                Thread.onSpinWait();
            }
            assertThat(delivery.tally().sent()).isEqualTo(mails);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(1_900));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_delivery_is_finished_only_if_no_mail_is_queued_in_flight_or_retried_within_a_minute(boolean far) {
        enqueue("ann@example.com");
        Duration retry = far ? Duration.ofMinutes(2) : Duration.ofSeconds(40);
        settings = new DeliverySettings(
                1,
                OptionalDouble.empty(),
                1,
                OptionalDouble.empty(),
                Duration.ofMinutes(10),
                InDoubtPolicy.KEEP_UNKNOWN,
                new RetrySchedule(List.of(retry), 0));
        Instant soon = clock.instant().plus(Delivery.MAX_RETRY_WAIT);
        assertThat(store.findUnsettled(Optional.empty()).movesBefore(soon)).isTrue();
        relay = permit -> {
            assertThat(store.findUnsettled(Optional.empty()).movesBefore(soon)).isTrue(); // in flight
            return new SendReceipt.Deferred(LATER);
        };
        work(worker());
        assertThat(store.findUnsettled(Optional.empty()).movesBefore(soon)).isEqualTo(!far);
        store.pause(run);
        assertThat(store.findUnsettled(Optional.empty()).movesBefore(soon)).isFalse();
    }

    @Test
    void a_domain_has_no_more_mails_at_once_than_its_limit() {
        SendLimiter limiter = limiter(new DeliverySettings(
                8,
                OptionalDouble.empty(),
                2,
                OptionalDouble.empty(),
                Duration.ofMinutes(10),
                InDoubtPolicy.KEEP_UNKNOWN,
                RetrySchedule.STANDARD));
        SendLimiter.WorkerSlot first = limiter.newSlot();
        SendLimiter.WorkerSlot second = limiter.newSlot();
        SendLimiter.WorkerSlot third = limiter.newSlot();
        assertThat(first.tryAcquire("example.com", START)).isEmpty();
        assertThat(first.tryAcquire("example.com", START)).isEmpty();
        assertThat(second.tryAcquire("example.com", START)).isEmpty();
        assertThat(third.tryAcquire("example.com", START)).isPresent();
        assertThat(third.tryAcquire("other.example", START)).isEmpty();
        first.release();
        assertThat(third.tryAcquire("example.com", START)).isEmpty();
    }

    @Test
    void a_worker_that_is_stopped_records_the_outcomes_and_releases_all_other_mails() {
        for (int i = 0; i < 50; i++) {
            enqueue("p" + i + "@example.com");
        }
        DeliveryWorker worker = worker();
        while (sent.size() < 3) {
            worker.advance();
        }
        worker.stop();
        int steps = 0;
        while (worker.advance() != Step.DONE) {
            assertThat(++steps).isLessThan(10);
        }
        assertThat(store.countSends(Optional.of(run)))
                .containsExactly(
                        new SendCount(SendState.QUEUED, Optional.empty(), Optional.empty(), 47),
                        new SendCount(SendState.SENT, Optional.empty(), Optional.empty(), 3));
        work(worker());
        assertThat(sent).hasSize(50).doesNotHaveDuplicates();
    }

    @Test
    void a_reserved_mail_of_a_paused_run_is_sent_as_soon_as_the_run_is_resumed() {
        enqueue("ann@example.com");
        enqueue("ben@example.com");
        composer = mails -> {
            store.pause(run); // after the mails were reserved
            return compose(mails);
        };
        work(worker());
        assertThat(store.pausedRuns()).containsExactly(run);
        assertThat(sent).isEmpty();
        composer = DeliveryTest::compose;
        store.resume(run);
        work(worker());
        assertThat(sent).containsExactlyInAnyOrder("ann@example.com", "ben@example.com");
    }

    @Test
    void threads_deliver_every_mail_once_and_stop() throws InterruptedException {
        for (int i = 0; i < 500; i++) {
            enqueue("p" + i + "@d" + i % 7 + ".example");
        }
        CountDownLatch delivered = new CountDownLatch(500);
        relay = permit -> {
            delivered.countDown();
            return new SendReceipt.Accepted(OK);
        };
        Delivery delivery = new Delivery(ports(store), settings, clock);
        delivery.start();
        assertThat(delivered.await(1, TimeUnit.MINUTES)).isTrue();
        delivery.close();
        assertThat(sent).hasSize(500).doesNotHaveDuplicates();
        assertThat(delivery.tally().sent()).isEqualTo(500);
        assertThat(store.countSends(Optional.of(run)))
                .containsExactly(new SendCount(SendState.SENT, Optional.empty(), Optional.empty(), 500));
    }

    @Test
    void a_lease_shorter_than_the_longest_send_is_refused() {
        DeliverySettings shortLease = settings.withLease(Duration.ofSeconds(32));
        assertThatThrownBy(() -> new Delivery(ports(store), shortLease, clock))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
