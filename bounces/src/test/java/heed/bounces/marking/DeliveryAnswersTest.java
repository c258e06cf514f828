package heed.bounces.marking;

import static org.assertj.core.api.Assertions.assertThat;

import heed.bounces.BounceKind;
import heed.bounces.BounceReason;
import heed.bounces.Diagnosis;
import heed.bounces.classify.BounceDiagnoser;
import heed.bounces.marking.BounceMarker.BounceEffect;
import heed.mail.SendState;
import heed.mail.SmtpReply;
import heed.mail.gate.AttemptOutcome;
import heed.mail.gate.Mail;
import heed.mail.gate.MailFixtures;
import heed.model.fact.Provenance;
import heed.model.prospect.ProspectFlag;
import heed.model.prospect.ProspectId;
import heed.model.suppression.InMemoryProspects;
import heed.model.testing.Promise;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeliveryAnswersTest {
    private final InMemoryProspects prospects = new InMemoryProspects();
    private final InMemoryBounceWork bounces = new InMemoryBounceWork(prospects, address -> List.of());
    private final ProspectId ann = prospects.create(
            Optional.of(MailFixtures.ANN),
            new Provenance(
                    MailFixtures.EARLIER,
                    "ann",
                    Provenance.Origin.IMPORT,
                    "a test",
                    Optional.empty(),
                    Optional.empty()));

    private static Mail mailWith(AttemptOutcome outcome) {
        Mail mail = MailFixtures.queued(1, Optional.of(MailFixtures.ANNS), MailFixtures.ANN);
        mail.applyOutcome(
                mail.startAttempt(MailFixtures.SENDER, MailFixtures.NOW).number(), outcome, false, MailFixtures.NOW);
        return mail;
    }

    private List<BounceEffect> record(Mail mail) {
        return DeliveryAnswers.of(List.of(mail)).record(bounces, BounceDiagnoser.standard(), MailFixtures.NOW);
    }

    @ParameterizedTest
    @CsvSource({
        "SENT, true, false",
        "REJECTED, true, true",
        "EXPIRED, true, true",
        "RETRYING, false, false",
        "QUEUED, false, false",
        "IN_FLIGHT, false, false",
        "UNKNOWN, false, false",
        "FAILED, false, false",
        "SKIPPED, false, false",
        "CANCELLED, false, false"
    })
    void final_answers_count_among_the_mails_of_the_hour_and_refusals_are_bounces(
            SendState state, boolean counts, boolean bounces) {
        DeliveryAnswers answers = DeliveryAnswers.of(List.of(MailFixtures.inState(state)));
        assertThat(answers.recipients()).hasSize(counts ? 1 : 0);
        assertThat(answers.hasRefusals()).isEqualTo(bounces);
    }

    @Test
    void only_a_refusal_and_an_expiry_can_mark_an_address() {
        SmtpReply reply = MailFixtures.BUSY;
        assertThat(DeliveryAnswers.canMark(AttemptOutcome.rejected(reply))).isTrue();
        assertThat(DeliveryAnswers.canMark(AttemptOutcome.expired(reply))).isTrue();
        assertThat(DeliveryAnswers.canMark(AttemptOutcome.sent(reply))).isFalse();
        assertThat(DeliveryAnswers.canMark(AttemptOutcome.retry(MailFixtures.NOW, reply)))
                .isFalse();
        assertThat(DeliveryAnswers.canMark(AttemptOutcome.requeued(MailFixtures.NOW, "no relay")))
                .isFalse();
        assertThat(DeliveryAnswers.canMark(AttemptOutcome.unknown("the connection broke")))
                .isFalse();
        assertThat(DeliveryAnswers.canMark(AttemptOutcome.failed(Optional.of(reply), "")))
                .isFalse();
    }

    @Test
    @Promise(1)
    void a_refusal_because_nobody_has_the_address_marks_it_at_once() {
        assertThat(record(mailWith(AttemptOutcome.rejected(MailFixtures.UNKNOWN_USER))))
                .containsExactly(BounceEffect.MARKED);
        assertThat(prospects.since(ann, ProspectFlag.BOUNCED)).contains(MailFixtures.NOW);
        assertThat(bounces.bounces()).singleElement().satisfies(bounce -> {
            assertThat(bounce.bouncedMail().address()).contains(MailFixtures.ANN);
            assertThat(bounce.bouncedMail().sentAt()).contains(MailFixtures.NOW);
            assertThat(bounce.messageHash()).isEmpty();
        });
    }

    @Test
    void a_refusal_because_of_the_sender_is_recorded_and_marks_nothing() {
        SmtpReply blocked = SmtpReply.of(SmtpReply.Stage.RCPT_TO, 550, "550 5.7.1 blocked by our policy");
        assertThat(record(mailWith(AttemptOutcome.rejected(blocked)))).containsExactly(BounceEffect.NOTED);
        assertThat(bounces.bounces()).hasSize(1);
        assertThat(prospects.since(ann, ProspectFlag.BOUNCED)).isEmpty();
    }

    @Test
    void a_refused_sender_says_nothing_of_the_recipient_whatever_the_words() {
        SmtpReply refused = SmtpReply.of(SmtpReply.Stage.MAIL_FROM, 550, "550 5.1.1 unknown user");
        assertThat(record(mailWith(AttemptOutcome.rejected(refused)))).containsExactly(BounceEffect.NOTED);
        assertThat(bounces.bounces().get(0).diagnosis().map(Diagnosis::reason)).contains(BounceReason.SENDER_BLOCKED);
    }

    @Test
    void an_expired_mail_is_one_soft_bounce_whatever_the_relay_answered() {
        assertThat(record(mailWith(AttemptOutcome.expired(MailFixtures.UNKNOWN_USER))))
                .containsExactly(BounceEffect.COUNTED);
        assertThat(bounces.bounces().get(0).diagnosis().map(Diagnosis::kind)).contains(BounceKind.SOFT);
        assertThat(prospects.since(ann, ProspectFlag.BOUNCED)).isEmpty();
    }
}
