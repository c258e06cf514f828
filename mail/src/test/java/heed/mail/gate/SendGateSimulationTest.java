package heed.mail.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import heed.mail.EmailMessage;
import heed.mail.MailId;
import heed.mail.MessageKey;
import heed.mail.SmtpReply;
import heed.mail.delivery.DeliverySimulation;
import heed.mail.delivery.DeliverySimulation.SystemUnderTest;
import heed.mail.delivery.PromiseChecker;
import heed.mail.outbox.EnqueueResult;
import heed.mail.outbox.InMemoryMailStore;
import heed.mail.outbox.OutgoingMail;
import heed.mail.outbox.QueuedMail;
import heed.model.store.UnitOfWork;
import heed.model.suppression.Suppression;
import heed.model.testing.Promise;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SendGateSimulationTest {
    /** A few; {@code bin/prove schedules} runs millions. */
    private static final int SCHEDULES = 500;

    @ParameterizedTest(name = "seeds from {0}")
    @ValueSource(longs = {0, 1_000_000, 2_000_000, 3_000_000})
    @Promise({1, 2})
    void no_schedule_breaks_a_promise(long first) {
        int transmissions = 0;
        int deliveries = 0;
        int retried = 0;
        int unknown = 0;
        for (long seed = first; seed < first + SCHEDULES; seed++) {
            PromiseChecker promises = DeliverySimulation.run(seed, SystemUnderTest.NONE);
            transmissions += promises.transmissions();
            deliveries += promises.deliveries();
            retried += promises.retried();
            unknown += promises.unknown();
        }
        // The schedules are worth something: mails go out, many not at the first attempt, some in doubt.
        assertThat(deliveries).isGreaterThan(4 * SCHEDULES);
        assertThat(transmissions).isGreaterThan(deliveries);
        assertThat(retried).isGreaterThan(2 * SCHEDULES);
        assertThat(unknown).isGreaterThan(SCHEDULES / 2);
    }

    @Test
    void a_seed_replays() {
        String trace = DeliverySimulation.trace(42, SystemUnderTest.NONE);
        assertThat(DeliverySimulation.trace(42, SystemUnderTest.NONE))
                .isEqualTo(trace)
                .contains("transmits");
        assertThat(DeliverySimulation.trace(43, SystemUnderTest.NONE)).isNotEqualTo(trace);
    }

    @Test
    void rechecking_at_selection_only_breaks_promise_1() {
        assertThat(broken(new SystemUnderTest(SelectionOnly::new, SystemUnderTest.NONE.transport())))
                .contains("promise 1");
    }

    @Test
    void dropping_the_unique_key_breaks_promise_2() {
        assertThat(broken(new SystemUnderTest(KeyNotUnique::new, SystemUnderTest.NONE.transport())))
                .contains("promise 2");
    }

    @Test
    void retrying_around_the_gate_breaks_promise_1() {
        assertThat(broken(new SystemUnderTest(InMemoryMailStore::new, RetryingAroundTheGate::new)))
                .contains("promise 1");
    }

    @Test
    void a_hard_refusal_that_marks_nobody_breaks_promise_1() {
        assertThat(broken(
                        new SystemUnderTest(clock -> new MarkingStore(clock, false), SystemUnderTest.NONE.transport())))
                .contains("promise 1");
    }

    @Test
    void a_refusal_for_our_own_sake_that_marks_is_found() {
        assertThat(broken(
                        new SystemUnderTest(clock -> new MarkingStore(clock, true), SystemUnderTest.NONE.transport())))
                .anySatisfy(found -> assertThat(found).contains("skipped for nothing"));
    }

    /** A fault: whatever a relay refuses for good marks the address, or none of it does. */
    private static final class MarkingStore extends InMemoryMailStore {
        private final boolean always;

        MarkingStore(Clock clock, boolean always) {
            super(clock);
            this.always = always;
        }

        @Override
        protected boolean marksAddress(SmtpReply reply) {
            return always;
        }
    }

    /** What the simulation says of a fault, within the schedules that the product passes. */
    private static List<String> broken(SystemUnderTest plant) {
        List<String> broken = new ArrayList<>();
        for (long seed = 0; seed < SCHEDULES && broken.size() < 5; seed++) {
            long replayed = seed;
            try {
                DeliverySimulation.run(seed, plant);
            } catch (AssertionError found) {
                assertThat(found).hasMessageStartingWith("seed " + seed + ": ");
                assertThatCode(() -> DeliverySimulation.run(replayed, plant)).hasMessage(found.getMessage());
                broken.add(found.getMessage().replaceFirst("(?s)seed \\d+: (promise \\d).*", "$1"));
            }
        }
        return broken;
    }

    /** A fault: a mail is checked when it is selected, and not again when it goes. */
    private static final class SelectionOnly extends InMemoryMailStore {
        private final Map<MailId, Optional<Suppression>> asSelected = new HashMap<>();

        SelectionOnly(Clock clock) {
            super(clock);
        }

        @Override
        public synchronized List<QueuedMail> reserve(int limit, Instant now, Instant until) {
            List<QueuedMail> taken = super.reserve(limit, now, until);
            taken.forEach(mail -> asSelected.put(mail.id(), suppression(mail.address())));
            return taken;
        }

        @Override
        protected Optional<Suppression> recheck(Mail mail) {
            return asSelected.get(mail.id);
        }
    }

    /** A fault: nothing is unique, for every enqueuing makes up a key of its own. */
    private static final class KeyNotUnique extends InMemoryMailStore {
        private int entries;

        KeyNotUnique(Clock clock) {
            super(clock);
        }

        @Override
        public synchronized List<EnqueueResult> enqueue(UnitOfWork unit, List<OutgoingMail> outgoing, Instant now) {
            return super.enqueue(unit, outgoing.stream().map(this::anew).toList(), now);
        }

        private OutgoingMail anew(OutgoingMail mail) {
            MessageKey key =
                    new MessageKey(ACCOUNT, mail.key().automation(), mail.key().action(), ++entries);
            return new OutgoingMail(key, mail.prospect(), mail.address(), mail.messageClass(), mail.run());
        }
    }

    /** A fault: a sender that keeps what was refused for now and tries it again by itself. */
    private record RetryingAroundTheGate(MailTransport transport, Clock clock, List<Runnable> kept)
            implements MailTransport {
        RetryingAroundTheGate(MailTransport transport, Clock clock) {
            this(transport, clock, new ArrayList<>());
        }

        @Override
        public SendReceipt send(SendPermit permit, EmailMessage message) {
            List<Runnable> again = List.copyOf(kept);
            kept.clear();
            again.forEach(Runnable::run);
            SendReceipt receipt = transport.send(permit, message);
            if (receipt instanceof SendReceipt.Deferred) {
                kept.add(() ->
                        transport.send(new SendPermit(permit.attempt(), permit.address(), clock.instant()), message));
            }
            return receipt;
        }

        @Override
        public Duration maxSendDuration() {
            return transport.maxSendDuration();
        }
    }
}
