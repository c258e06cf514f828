package heed.bounces.marking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import heed.bounces.BounceKind;
import heed.bounces.BounceReason;
import heed.bounces.BounceVerdict;
import heed.bounces.Diagnosis;
import heed.bounces.classify.BounceDiagnoser;
import heed.mail.MessageKey;
import heed.mail.SenderId;
import heed.mail.SmtpReply;
import heed.mail.delivery.DeliverySimulation;
import heed.mail.delivery.DeliverySimulation.SystemUnderTest;
import heed.mail.delivery.PromiseChecker;
import heed.mail.gate.RetryingAroundTheGate;
import heed.mail.outbox.EnqueueResult;
import heed.mail.outbox.OutgoingMail;
import heed.mail.outbox.QueuedMail;
import heed.model.prospect.EmailAddress;
import heed.model.store.UnitOfWork;
import heed.model.suppression.Suppression;
import heed.model.testing.Promise;
import java.time.Clock;
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

    private static final SystemUnderTest PRODUCT = SystemUnderTest.of(MarkingMailStore::new);

    @ParameterizedTest(name = "seeds from {0}")
    @ValueSource(longs = {0, 1_000_000, 2_000_000, 3_000_000})
    @Promise({1, 2})
    void no_schedule_breaks_a_promise(long first) {
        int transmissions = 0;
        int deliveries = 0;
        int retried = 0;
        int unknown = 0;
        for (long seed = first; seed < first + SCHEDULES; seed++) {
            PromiseChecker promises = DeliverySimulation.run(seed, PRODUCT);
            transmissions += promises.transmissions();
            deliveries += promises.deliveries();
            retried += promises.retried();
            unknown += promises.unknown();
        }
        // The schedules exercise the system: mails are delivered, many not at the first attempt, some are in doubt.
        assertThat(deliveries).isGreaterThan(4 * SCHEDULES);
        assertThat(transmissions).isGreaterThan(deliveries);
        assertThat(retried).isGreaterThan(2 * SCHEDULES);
        assertThat(unknown).isGreaterThan(SCHEDULES / 2);
    }

    @Test
    void a_seed_replays() {
        String trace = DeliverySimulation.trace(42, PRODUCT);
        assertThat(DeliverySimulation.trace(42, PRODUCT)).isEqualTo(trace).contains("transmits");
        assertThat(DeliverySimulation.trace(43, PRODUCT)).isNotEqualTo(trace);
    }

    @Test
    void rechecking_at_selection_only_breaks_promise_1() {
        assertThat(violations(SystemUnderTest.of(SelectionOnly::new))).contains("promise 1");
    }

    @Test
    void dropping_the_unique_key_breaks_promise_2() {
        assertThat(violations(SystemUnderTest.of(KeyNotUnique::new))).contains("promise 2");
    }

    @Test
    void retrying_around_the_gate_breaks_promise_1() {
        assertThat(violations(new SystemUnderTest(MarkingMailStore::new, RetryingAroundTheGate::new)))
                .contains("promise 1");
    }

    @Test
    void a_hard_refusal_that_marks_nobody_breaks_promise_1() {
        BounceDiagnoser neverMarks = new FixedDiagnoser(BounceReason.SENDER_BLOCKED, BounceKind.SOFT);
        assertThat(violations(SystemUnderTest.of(clock -> new MarkingMailStore(clock, neverMarks))))
                .contains("promise 1");
    }

    @Test
    void a_refusal_because_of_the_sender_that_marks_is_found() {
        BounceDiagnoser alwaysMarks = new FixedDiagnoser(BounceReason.USER_UNKNOWN, BounceKind.HARD);
        assertThat(violations(SystemUnderTest.of(clock -> new MarkingMailStore(clock, alwaysMarks))))
                .anySatisfy(violation -> assertThat(violation).contains("skipped for nothing"));
    }

    /** What the simulation reports of a fault, within the schedules that the product passes. */
    private static List<String> violations(SystemUnderTest system) {
        List<String> violations = new ArrayList<>();
        for (long seed = 0; seed < SCHEDULES && violations.size() < 200; seed++) {
            long replayed = seed;
            try {
                DeliverySimulation.run(seed, system);
            } catch (AssertionError found) {
                assertThat(found).hasMessageStartingWith("seed " + seed + ": ");
                assertThatCode(() -> DeliverySimulation.run(replayed, system)).hasMessage(found.getMessage());
                violations.add(found.getMessage().replaceFirst("(?s)seed \\d+: (promise \\d).*", "$1"));
            }
        }
        return violations;
    }

    /** A fault: every refusal has the same reason, whatever the relay replied. */
    private record FixedDiagnoser(BounceReason reason, BounceKind kind) implements BounceDiagnoser {
        @Override
        public String version() {
            return "fixed";
        }

        @Override
        public Diagnosis diagnose(SmtpReply reply) {
            return new Diagnosis(reason, kind, Diagnosis.Evidence.NONE, "none");
        }

        @Override
        public Diagnosis diagnose(BounceVerdict.DeliveryReport report) {
            return new Diagnosis(reason, kind, Diagnosis.Evidence.NONE, "none");
        }
    }

    /** A fault: an address is checked when its mail is reserved, and not again when the mail is claimed. */
    private static final class SelectionOnly extends MarkingMailStore {
        private final Map<EmailAddress, Optional<Suppression>> suppressions = new HashMap<>();

        SelectionOnly(Clock clock) {
            super(clock);
        }

        @Override
        public synchronized List<QueuedMail> reserve(int limit, Instant now, SenderId holder) {
            List<QueuedMail> reserved = super.reserve(limit, now, holder);
            reserved.forEach(mail -> suppressions.put(mail.address(), super.recheck(mail.address())));
            return reserved;
        }

        @Override
        protected Optional<Suppression> recheck(EmailAddress address) {
            return suppressions.getOrDefault(address, Optional.empty());
        }
    }

    /** A fault: no key is unique, because each enqueued mail gets a new one. */
    private static final class KeyNotUnique extends MarkingMailStore {
        private int mailings;

        KeyNotUnique(Clock clock) {
            super(clock);
        }

        @Override
        public synchronized List<EnqueueResult> enqueue(UnitOfWork unit, List<OutgoingMail> outgoing, Instant now) {
            return super.enqueue(unit, outgoing.stream().map(this::withNewKey).toList(), now);
        }

        private OutgoingMail withNewKey(OutgoingMail mail) {
            MessageKey key =
                    new MessageKey(ACCOUNT, mail.key().automation(), mail.key().action(), ++mailings);
            return new OutgoingMail(key, mail.prospect(), mail.address(), mail.messageClass(), mail.run());
        }
    }
}
