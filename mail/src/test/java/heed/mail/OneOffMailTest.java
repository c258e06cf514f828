package heed.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

class OneOffMailTest {
    private static final EmailAddress ANN = new EmailAddress("ann@example.com");
    private static final MessageKey KEY = new MessageKey(MailStore.ACCOUNT, "platform", "receipt-1", 1);
    private static final Reply OK = Reply.of(Reply.Stage.END_OF_DATA, 250, "2.0.0 taken");
    private static final Reply LATER = Reply.of(Reply.Stage.RCPT_TO, 451, "4.7.1 later");

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T10:00:00Z"));
    private final InMemoryMailStore store = new InMemoryMailStore(clock);
    private final SendGate gate = new SendGate(store, clock, Duration.ofMinutes(10));
    private final List<EmailAddress> sent = new ArrayList<>();
    private Duration connecting = Duration.ZERO;
    private SendReceipt receipt = new SendReceipt.Accepted(OK);

    private final MailTransport transport = new MailTransport() {
        @Override
        public SendReceipt send(SendPermit permit, EmailMessage message) {
            clock.advance(connecting);
            if (!permit.use(clock.instant())) {
                connecting = Duration.ZERO; // it is open now
                return new SendReceipt.PermitExpired();
            }
            sent.add(permit.address());
            return receipt;
        }

        @Override
        public Duration longestSend() {
            return Duration.ofSeconds(30);
        }
    };

    private OneOffMail.Result send() {
        return send(this::receipt);
    }

    private OneOffMail.Result send(Function<MailId, EmailMessage> message) {
        return new OneOffMail(gate, store, transport, clock).send(KEY, ANN, MessageClass.TRANSACTIONAL, message);
    }

    private EmailMessage receipt(MailId mail) {
        return new EmailMessage(
                MessageClass.TRANSACTIONAL,
                Mailbox.of(ANN),
                Optional.empty(),
                ANN,
                "<" + mail + "@example.com>",
                clock.instant(),
                "Your receipt",
                Optional.of("Thank you."),
                Optional.empty(),
                Optional.empty());
    }

    private SendRecord only() {
        List<SendRecord> all = store.sends(SendQuery.ALL, MailId.START, 10);
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    @Test
    @Promise(2)
    void it_is_sent_once_for_its_key_and_kept() {
        assertThat(send()).isEqualTo(new OneOffMail.Tried(Outcome.sent(OK)));
        assertThat(send()).isEqualTo(new OneOffMail.NotTried(Refusal.of(Refusal.Reason.ALREADY_SENT, clock.instant())));
        assertThat(sent).containsExactly(ANN);
        assertThat(only().state()).isEqualTo(SendState.SENT);
    }

    @Test
    @Promise(1)
    void whoever_opted_out_gets_none_whatever_its_class() {
        ProspectId ann = store.addProspect(Optional.of(ANN));
        store.set(ann, ProspectFlag.EMAIL_OPT_OUT, true);
        assertThat(send().either(Outcome::detail, Refusal::text)).startsWith("Email Opt Out since");
        assertThat(sent).isEmpty();
    }

    @Test
    @Promise(1)
    void a_slow_connection_has_the_gate_asked_again_and_not_the_permit_used() {
        connecting = Duration.ofSeconds(3);
        assertThat(send()).isEqualTo(new OneOffMail.Tried(Outcome.sent(OK)));
        assertThat(only().attempts()).isEqualTo(2);
        assertThat(sent).containsExactly(ANN);
    }

    @Test
    void it_is_not_tried_again_later() {
        receipt = new SendReceipt.RefusedForNow(LATER);
        assertThat(send()).isEqualTo(new OneOffMail.Tried(Outcome.failed(Optional.of(LATER), "")));
        assertThat(only().state()).isEqualTo(SendState.FAILED);
        assertThat(only().due()).isEmpty();
    }

    @Test
    @Promise(2)
    void a_lost_reply_is_unknown() {
        receipt = new SendReceipt.InDoubt("the reply was lost");
        assertThat(send()).isEqualTo(new OneOffMail.Tried(Outcome.unknown("the reply was lost")));
        assertThat(only().state()).isEqualTo(SendState.UNKNOWN);
    }

    @Test
    void one_that_cannot_be_written_has_failed_and_holds_no_attempt() {
        assertThatThrownBy(() -> send(mail -> {
                    throw new IllegalArgumentException("no words");
                }))
                .hasMessage("no words");
        assertThat(only().state()).isEqualTo(SendState.FAILED);
        assertThat(sent).isEmpty();
    }
}
