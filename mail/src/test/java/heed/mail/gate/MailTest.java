package heed.mail.gate;

import static heed.mail.gate.MailFixtures.ACCEPTED;
import static heed.mail.gate.MailFixtures.ANN;
import static heed.mail.gate.MailFixtures.ANNS;
import static heed.mail.gate.MailFixtures.BUSY;
import static heed.mail.gate.MailFixtures.EARLIER;
import static heed.mail.gate.MailFixtures.NOW;
import static heed.mail.gate.MailFixtures.SENDER;
import static heed.mail.gate.MailFixtures.UNKNOWN_USER;
import static org.assertj.core.api.Assertions.assertThat;

import heed.mail.SendState;
import heed.mail.SkipReason;
import heed.model.testing.Promise;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MailTest {
    private static final Instant LATER = NOW.plusSeconds(300);

    private static AttemptOutcome outcome(AttemptOutcome.OutcomeKind kind) {
        return switch (kind) {
            case SENT -> AttemptOutcome.sent(ACCEPTED);
            case RETRY -> AttemptOutcome.retry(LATER, BUSY);
            case REPEATED -> AttemptOutcome.repeated(LATER, "the connection broke");
            case REQUEUED -> AttemptOutcome.requeued(LATER, "no relay");
            case REJECTED -> AttemptOutcome.rejected(UNKNOWN_USER);
            case EXPIRED -> AttemptOutcome.expired(BUSY);
            case UNKNOWN -> AttemptOutcome.unknown("the connection broke");
            case FAILED -> AttemptOutcome.failed(Optional.empty(), "its automation is gone");
        };
    }

    @Test
    void an_attempt_counts_up_and_has_a_holder_until_it_has_an_outcome() {
        Mail mail = MailFixtures.inState(SendState.RETRYING);
        assertThat(mail.startAttempt(SENDER, NOW).number()).isEqualTo(2);
        assertThat(mail.state()).isEqualTo(SendState.IN_FLIGHT);
        assertThat(mail.progress().changedAt()).isEqualTo(NOW);
        assertThat(mail.progress().due()).isEmpty();
        assertThat(mail.progress().claimedAt()).contains(NOW);
        assertThat(mail.progress().holder()).contains(SENDER);
    }

    @ParameterizedTest
    @CsvSource({
        "SENT, SENT, SENT",
        "RETRY, RETRYING, CANCELLED",
        "REPEATED, RETRYING, UNKNOWN",
        "REQUEUED, QUEUED, CANCELLED",
        "REJECTED, REJECTED, REJECTED",
        "EXPIRED, EXPIRED, EXPIRED",
        "UNKNOWN, UNKNOWN, UNKNOWN",
        "FAILED, FAILED, FAILED"
    })
    void an_outcome_leads_to_its_state_and_a_cancelled_run_lets_no_mail_wait(
            AttemptOutcome.OutcomeKind kind, SendState state, SendState stateOfCancelledRun) {
        Mail mail = MailFixtures.inState(SendState.IN_FLIGHT);
        assertThat(mail.applyOutcome(1, outcome(kind), false, NOW)).isTrue();
        assertThat(mail.state()).isEqualTo(state);
        assertThat(mail.progress().due()).isEqualTo(outcome(kind).due());
        assertThat(mail.progress().holder()).isEmpty();
        assertThat(mail.progress().claimedAt()).contains(EARLIER);

        Mail ofCancelledRun = MailFixtures.inState(SendState.IN_FLIGHT);
        ofCancelledRun.applyOutcome(1, outcome(kind), true, NOW);
        assertThat(ofCancelledRun.state()).isEqualTo(stateOfCancelledRun);
    }

    @ParameterizedTest
    @CsvSource({
        "RETRY, 1",
        "EXPIRED, 1",
        "REPEATED, 0",
        "REQUEUED, 0",
        "SENT, 0",
        "REJECTED, 0",
        "UNKNOWN, 0",
        "FAILED, 0"
    })
    void only_a_4xx_reply_counts_as_a_deferral(AttemptOutcome.OutcomeKind kind, int deferrals) {
        Mail mail = MailFixtures.inState(SendState.IN_FLIGHT);
        mail.applyOutcome(1, outcome(kind), false, NOW);
        assertThat(mail.progress().deferrals()).isEqualTo(deferrals);
        assertThat(mail.progress().firstDeferredAt()).isEqualTo(deferrals == 0 ? Optional.empty() : Optional.of(NOW));
    }

    @Test
    void the_first_deferral_stays_the_first_and_a_requeued_mail_stays_retrying() {
        Mail mail = MailFixtures.inState(SendState.RETRYING);
        mail.startAttempt(SENDER, NOW);
        mail.applyOutcome(2, outcome(AttemptOutcome.OutcomeKind.RETRY), false, NOW);
        assertThat(mail.progress().firstDeferredAt()).contains(EARLIER);
        mail.startAttempt(SENDER, NOW);
        mail.applyOutcome(3, outcome(AttemptOutcome.OutcomeKind.REQUEUED), false, NOW);
        assertThat(mail.state()).isEqualTo(SendState.RETRYING);
    }

    @Test
    void an_attempt_without_a_reply_keeps_the_last_reply_of_the_relay() {
        Mail mail = MailFixtures.inState(SendState.RETRYING);
        mail.startAttempt(SENDER, NOW);
        mail.applyOutcome(2, outcome(AttemptOutcome.OutcomeKind.REQUEUED), false, NOW);
        assertThat(mail.progress().reply()).contains(BUSY);
        assertThat(mail.progress().detail()).isEqualTo("no relay");
    }

    @ParameterizedTest
    @EnumSource(
            value = SendState.class,
            names = {"SENT", "SKIPPED", "REJECTED", "EXPIRED", "CANCELLED", "FAILED"})
    @Promise(2)
    void no_outcome_changes_a_settled_mail(SendState state) {
        Mail mail = MailFixtures.inState(state);
        MailProgress before = mail.progress();
        for (AttemptOutcome.OutcomeKind kind : AttemptOutcome.OutcomeKind.values()) {
            assertThat(mail.applyOutcome(before.attempts(), outcome(kind), false, NOW))
                    .isFalse();
        }
        assertThat(mail.progress()).isEqualTo(before);
    }

    @Test
    @Promise(2)
    void the_outcome_of_an_earlier_attempt_changes_nothing() {
        Mail mail = MailFixtures.inState(SendState.RETRYING);
        mail.startAttempt(SENDER, NOW);
        assertThat(mail.applyOutcome(1, AttemptOutcome.sent(ACCEPTED), false, NOW))
                .isFalse();
        assertThat(mail.state()).isEqualTo(SendState.IN_FLIGHT);
    }

    @ParameterizedTest
    @CsvSource({"false, RETRYING", "true, UNKNOWN"})
    @Promise(2)
    void a_mail_that_may_have_arrived_is_repeated_unless_its_run_is_cancelled(boolean runCancelled, SendState state) {
        Mail mail = MailFixtures.inState(SendState.IN_FLIGHT);
        assertThat(mail.applyOutcome(1, AttemptOutcome.repeated(LATER, "no outcome"), runCancelled, NOW))
                .isTrue();
        assertThat(mail.state()).isEqualTo(state);
        assertThat(mail.progress().holder()).isEmpty();
        assertThat(mail.progress().detail()).isEqualTo("no outcome");
    }

    @ParameterizedTest
    @EnumSource(SendState.class)
    void only_a_mail_that_waits_is_released(SendState state) {
        Mail waitsAgain = MailFixtures.inState(state);
        MailProgress before = waitsAgain.progress();
        assertThat(waitsAgain.release(Optional.of(LATER), "its domain is busy", NOW))
                .isEqualTo(state.waiting());
        if (state.waiting()) {
            assertThat(waitsAgain.state()).isEqualTo(state);
            assertThat(waitsAgain.progress().due()).contains(LATER);
            assertThat(waitsAgain.progress().detail()).isEqualTo("its domain is busy");
        } else {
            assertThat(waitsAgain.progress()).isEqualTo(before);
        }
        Mail failed = MailFixtures.inState(state);
        failed.release(Optional.empty(), "its automation is gone", NOW);
        assertThat(failed.state()).isEqualTo(state.waiting() ? SendState.FAILED : state);
    }

    @Test
    void a_cancelled_mail_is_cancelled_and_every_other_reason_skips() {
        for (SkipReason.SkipCode code : SkipReason.SkipCode.values()) {
            if (code != SkipReason.SkipCode.SUPPRESSED) {
                assertThat(Mail.stateAfter(SkipReason.of(code)))
                        .isEqualTo(code == SkipReason.SkipCode.CANCELLED ? SendState.CANCELLED : SendState.SKIPPED);
            }
        }
    }

    @Test
    void a_reserved_mail_has_a_holder_and_is_otherwise_as_it_was() {
        Mail mail = MailFixtures.inState(SendState.QUEUED);
        mail.reserve(SENDER);
        assertThat(mail.progress().holder()).contains(SENDER);
        assertThat(mail.progress().due()).contains(EARLIER);
        assertThat(mail.progress().changedAt()).isEqualTo(EARLIER);
        assertThat(mail.state()).isEqualTo(SendState.QUEUED);
    }

    @Test
    void no_address_is_in_what_is_logged() {
        Mail mail = MailFixtures.queued(1, Optional.of(ANNS), ANN);
        assertThat(mail + " " + mail.identity()).doesNotContain("ann");
    }
}
