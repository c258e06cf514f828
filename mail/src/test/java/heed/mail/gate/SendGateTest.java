package heed.mail.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heed.mail.MailId;
import heed.mail.MessageClass;
import heed.mail.MessageKey;
import heed.mail.SenderId;
import heed.mail.SkipReason;
import heed.mail.outbox.InMemoryMailStore;
import heed.mail.outbox.MailStore;
import heed.mail.outbox.SendQuery;
import heed.model.fact.Provenance;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectFlag;
import heed.model.prospect.ProspectId;
import heed.model.suppression.Suppression;
import heed.model.suppression.SuppressionReason;
import heed.model.testing.Promise;
import heed.model.testing.SettableClock;
import java.io.Serializable;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SendGateTest {
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final EmailAddress ANN = new EmailAddress("ann@example.com");
    private static final MessageKey KEY = new MessageKey(MailStore.ACCOUNT, "receipt", "1", 1);

    private final SettableClock clock = new SettableClock(START);
    private final InMemoryMailStore store = new InMemoryMailStore(clock);
    private final AtomicLong nanos = new AtomicLong();
    private final SendGate gate = new SendGate(store, clock, nanos::get, new InMemoryJournals().open());

    private SendPermit permit() {
        return gate.claim(KEY, ANN, MessageClass.TRANSACTIONAL).either(permit -> permit, reason -> {
            throw new AssertionError(reason.describe());
        });
    }

    /** Lets time pass by both clocks. */
    private void pass(Duration time) {
        clock.advance(time);
        nanos.addAndGet(time.toNanos());
    }

    @Test
    @Promise(1)
    void a_permit_is_valid_for_two_seconds_after_its_claim() {
        SendPermit permit = permit();
        pass(Duration.ofMillis(1_999));
        assertThat(permit.use()).isTrue();
        store.record(
                List.of(new Attempts.AttemptResult(permit.attempt(), AttemptOutcome.requeued(START, "again"))), START);
        SendPermit late = permit();
        pass(Duration.ofSeconds(2));
        assertThat(late.use()).isFalse();
    }

    @Test
    @Promise(2)
    void a_permit_can_be_used_only_once() {
        SendPermit permit = permit();
        assertThat(permit.use()).isTrue();
        assertThat(permit.use()).isFalse();
    }

    @Test
    @Promise(1)
    void a_permit_is_invalid_if_the_clock_was_set_back() {
        SendPermit permit = permit();
        clock.set(START.minusMillis(1));
        assertThat(permit.use()).isFalse();
    }

    @Test
    @Promise(1)
    void a_permit_runs_out_by_the_elapsed_time_even_if_the_clock_stands_still() {
        SendPermit permit = permit();
        nanos.addAndGet(SendPermit.VALID_FOR.toNanos());
        assertThat(permit.use()).isFalse();
    }

    @Test
    @Promise(1)
    void a_message_is_completed_without_another_question_within_a_second_of_its_claim() {
        SendPermit permit = permit();
        ProspectId ann = store.addProspect(Optional.of(ANN));
        pass(Duration.ofMillis(999));
        store.setFlag(ann, ProspectFlag.EMAIL_OPT_OUT, true);
        assertThat(permit.complete()).isEmpty();
        assertThat(permit.isCompleted()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -3_600, 1, 60, 3_600})
    @Promise(1)
    void a_message_is_not_completed_after_an_opt_out_whatever_the_clock_was_set_to(long clockJump) {
        SendPermit permit = permit();
        assertThat(permit.use()).isTrue();
        ProspectId ann = store.addProspect(Optional.of(ANN));
        store.setFlag(ann, ProspectFlag.EMAIL_OPT_OUT, true);
        nanos.addAndGet(Duration.ofMillis(1_001).toNanos());
        clock.advance(Duration.ofSeconds(clockJump));
        assertThat(permit.look().orElseThrow())
                .isInstanceOfSatisfying(
                        SendReceipt.Withdrawn.class,
                        receipt -> assertThat(receipt.reason().code()).isEqualTo(SkipReason.SkipCode.SUPPRESSED));
        assertThat(permit.complete().orElseThrow()).isInstanceOf(SendReceipt.Withdrawn.class);
        assertThat(permit.isCompleted()).isFalse();
    }

    @Test
    @Promise(1)
    void a_slow_message_is_completed_if_the_store_permits_it_again() {
        SendPermit permit = permit();
        assertThat(permit.use()).isTrue();
        for (int i = 0; i < 5; i++) {
            pass(Duration.ofSeconds(30));
            assertThat(permit.look()).isEmpty();
        }
        pass(Duration.ofSeconds(30));
        assertThat(permit.complete()).isEmpty();
        assertThat(store.listSends(SendQuery.ALL, MailId.START, 1).get(0).claimedAt())
                .contains(clock.instant());
    }

    @Test
    @Promise({1, 2})
    void an_answer_of_the_store_that_comes_too_late_permits_nothing() {
        Attempts slow = (Attempts) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Attempts.class}, (attempts, method, arguments) -> {
                    Object answer = method.invoke(store, arguments);
                    pass(Duration.ofSeconds(2));
                    return answer;
                });
        SendPermit permit = new SendGate(slow, clock, nanos::get, new InMemoryJournals().open())
                .claim(KEY, ANN, MessageClass.TRANSACTIONAL)
                .either(granted -> granted, reason -> {
                    throw new AssertionError(reason.describe());
                });
        assertThat(permit.use()).isFalse();
        assertThat(permit.complete()).contains(new SendReceipt.PermitExpired());
    }

    @Test
    @Promise(2)
    void a_message_is_not_completed_if_its_completion_cannot_be_noted() {
        AttemptJournal full = (AttemptJournal) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {AttemptJournal.class},
                (journal, method, arguments) -> switch (method.getName()) {
                    case "sender" -> new SenderId("full");
                    default -> false;
                });
        SendPermit permit = new SendGate(store, clock, nanos::get, full)
                .claim(KEY, ANN, MessageClass.TRANSACTIONAL)
                .either(granted -> granted, reason -> {
                    throw new AssertionError(reason.describe());
                });
        assertThat(permit.complete()).contains(new SendReceipt.PermitExpired());
        assertThat(permit.isCompleted()).isFalse();
    }

    @Test
    @Promise(1)
    void only_the_gate_creates_permits_and_nothing_can_store_them() {
        for (Constructor<?> constructor : SendPermit.class.getDeclaredConstructors()) {
            assertThat(constructor.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED))
                    .isZero();
        }
        assertThat(Modifier.isFinal(SendPermit.class.getModifiers())).isTrue();
        assertThat(Serializable.class.isAssignableFrom(SendPermit.class)).isFalse();
    }

    @Test
    @Promise(1)
    void a_refusal_has_the_reason_and_its_start() {
        ProspectId ann = store.addProspect(Optional.of(ANN));
        store.setFlag(ann, ProspectFlag.EMAIL_OPT_OUT, true);
        clock.advance(Duration.ofDays(1));
        String reason =
                gate.claim(KEY, ANN, MessageClass.TRANSACTIONAL).either(SendPermit::toString, SkipReason::describe);
        assertThat(reason).isEqualTo("Email Opt Out since 2026-03-01T10:00:00Z");
    }

    @Test
    void a_refusal_of_a_listed_address_names_the_suppression_list() {
        Provenance provenance = new Provenance(
                clock.instant(),
                "mira",
                Provenance.Origin.SUPPRESSION_LIST,
                "a letter",
                Optional.empty(),
                Optional.empty());
        Suppression listed = new Suppression(
                ANN,
                SuppressionReason.LISTED,
                new Suppression.ListEntry(provenance),
                Instant.parse("2026-03-01T10:00:00Z"));
        assertThat(SkipReason.suppressed(listed).describe())
                .isEqualTo("On the suppression list since 2026-03-01T10:00:00Z");
    }

    @Test
    @Promise(1)
    void a_store_that_returns_too_few_verdicts_permits_nothing() {
        Attempts withoutVerdicts = (Attempts) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Attempts.class},
                (proxy, method, arguments) -> java.util.List.of());
        SendGate brokenGate = InMemoryJournals.gate(withoutVerdicts, clock);
        assertThatThrownBy(() -> brokenGate.claim(KEY, ANN, MessageClass.MARKETING))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void no_logged_form_contains_an_address() {
        assertThat(permit().toString()).doesNotContain("ann");
        assertThat(Claim.of(KEY, ANN, MessageClass.MARKETING).toString()).doesNotContain("ann");
    }
}
