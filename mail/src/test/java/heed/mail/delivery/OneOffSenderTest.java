package heed.mail.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heed.mail.EmailMessage;
import heed.mail.MailId;
import heed.mail.MailMark;
import heed.mail.MessageClass;
import heed.mail.MessageKey;
import heed.mail.NamedAddress;
import heed.mail.SendState;
import heed.mail.SkipReason;
import heed.mail.SmtpReply;
import heed.mail.gate.AttemptOutcome;
import heed.mail.gate.InMemoryJournals;
import heed.mail.gate.MailTransport;
import heed.mail.gate.SendPermit;
import heed.mail.gate.SendReceipt;
import heed.mail.outbox.InMemoryMailStore;
import heed.mail.outbox.MailStore;
import heed.mail.outbox.SendQuery;
import heed.mail.outbox.SendRecord;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectFlag;
import heed.model.prospect.ProspectId;
import heed.model.testing.Promise;
import heed.model.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class OneOffSenderTest {
    private static final EmailAddress ANN = new EmailAddress("ann@example.com");
    private static final MessageKey KEY = new MessageKey(MailStore.ACCOUNT, "platform", "receipt-1", 1);
    private static final SmtpReply OK = SmtpReply.of(SmtpReply.Stage.END_OF_DATA, 250, "2.0.0 accepted");
    private static final SmtpReply LATER = SmtpReply.of(SmtpReply.Stage.RCPT_TO, 451, "4.7.1 later");

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T10:00:00Z"));
    private final InMemoryMailStore store = new InMemoryMailStore(clock);
    private final InMemoryJournals journals = new InMemoryJournals();
    private final List<EmailAddress> sent = new ArrayList<>();
    private Duration connecting = Duration.ZERO;
    private SendReceipt receipt = new SendReceipt.Accepted(OK);

    private final MailTransport transport = new MailTransport() {
        @Override
        public SendReceipt send(SendPermit permit, EmailMessage message) {
            clock.advance(connecting);
            if (!permit.use()) {
                connecting = Duration.ZERO; // the connection is open now
                return new SendReceipt.PermitExpired();
            }
            sent.add(permit.address());
            return receipt;
        }

        @Override
        public Duration maxSendDuration() {
            return Duration.ofSeconds(30);
        }
    };

    private OneOffSender.SendResult send() {
        return send(this::compose);
    }

    private OneOffSender.SendResult send(Function<MailMark, EmailMessage> composer) {
        return new OneOffSender(store, journals.open(), transport, clock)
                .send(KEY, ANN, MessageClass.TRANSACTIONAL, composer);
    }

    private EmailMessage compose(MailMark mail) {
        return new EmailMessage(
                MessageClass.TRANSACTIONAL,
                NamedAddress.of(ANN),
                Optional.empty(),
                ANN,
                "<" + mail.mail() + "@example.com>",
                clock.instant(),
                "Your receipt",
                Optional.of("Thank you."),
                Optional.empty(),
                Optional.empty());
    }

    private SendRecord onlyRecord() {
        List<SendRecord> records = store.listSends(SendQuery.ALL, MailId.START, 10);
        assertThat(records).hasSize(1);
        return records.get(0);
    }

    @Test
    @Promise(2)
    void a_mail_is_sent_once_for_its_key_and_recorded() {
        assertThat(send()).isEqualTo(new OneOffSender.SendAttempted(AttemptOutcome.sent(OK)));
        assertThat(send())
                .isEqualTo(
                        new OneOffSender.SendSkipped(SkipReason.of(SkipReason.SkipCode.ALREADY_SENT, clock.instant())));
        assertThat(sent).containsExactly(ANN);
        assertThat(onlyRecord().state()).isEqualTo(SendState.SENT);
    }

    @Test
    @Promise(1)
    void a_prospect_who_opted_out_gets_no_mail_of_any_class() {
        ProspectId ann = store.addProspect(Optional.of(ANN));
        store.setFlag(ann, ProspectFlag.EMAIL_OPT_OUT, true);
        assertThat(send().either(AttemptOutcome::detail, SkipReason::describe)).startsWith("Email Opt Out since");
        assertThat(sent).isEmpty();
    }

    @Test
    @Promise(1)
    void after_a_slow_connection_the_mail_is_claimed_again() {
        connecting = Duration.ofSeconds(3);
        assertThat(send()).isEqualTo(new OneOffSender.SendAttempted(AttemptOutcome.sent(OK)));
        assertThat(onlyRecord().attempts()).isEqualTo(2);
        assertThat(sent).containsExactly(ANN);
    }

    @Test
    void a_deferred_mail_is_not_tried_again() {
        receipt = new SendReceipt.Deferred(LATER);
        assertThat(send()).isEqualTo(new OneOffSender.SendAttempted(AttemptOutcome.failed(Optional.of(LATER), "")));
        assertThat(onlyRecord().state()).isEqualTo(SendState.FAILED);
        assertThat(onlyRecord().due()).isEmpty();
    }

    @Test
    @Promise(2)
    void a_mail_whose_reply_is_lost_is_unknown() {
        receipt = new SendReceipt.InDoubt("the reply was lost");
        assertThat(send()).isEqualTo(new OneOffSender.SendAttempted(AttemptOutcome.unknown("the reply was lost")));
        assertThat(onlyRecord().state()).isEqualTo(SendState.UNKNOWN);
    }

    @Test
    void a_mail_that_cannot_be_composed_has_failed_and_is_not_in_flight() {
        assertThatThrownBy(() -> send(mail -> {
                    throw new IllegalArgumentException("no words");
                }))
                .hasMessage("no words");
        assertThat(onlyRecord().state()).isEqualTo(SendState.FAILED);
        assertThat(sent).isEmpty();
    }
}
