package heed.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import heed.mail.gate.SendReceipt;
import heed.model.testing.Promise;
import heed.model.testing.SettableClock;
import heed.smtp.FaultProxy.Cut;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LostConnectionTest {
    private final SettableClock clock = new SettableClock(PermittedMails.START);
    private final PermittedMails mails = new PermittedMails(clock);
    private final GreenMail greenMail = SmtpTransportTest.greenMail();

    @AfterEach
    void stop() {
        greenMail.stop();
    }

    private SendReceipt send(Cut cut) {
        try (FaultProxy proxy = new FaultProxy(greenMail.getSmtp().getPort(), cut);
                SmtpTransport transport = SmtpTransportTest.transport(proxy.port(), clock)) {
            return transport.send(
                    mails.permit(),
                    PermittedMails.message("Hello", Optional.of("long ".repeat(1000)), Optional.empty()));
        }
    }

    @Test
    void a_connection_that_is_lost_before_the_message_has_delivered_nothing() {
        assertThat(send(Cut.BEFORE_DATA)).isInstanceOf(SendReceipt.RelayUnreachable.class);
        assertThat(greenMail.getReceivedMessages()).isEmpty();
    }

    @Test
    void a_connection_that_is_lost_within_the_message_has_delivered_nothing() {
        SendReceipt receipt = send(Cut.IN_DATA);
        // The client may have written the whole message when the connection breaks. Then it cannot know, and is in
        // doubt.
        assertThat(receipt).isInstanceOfAny(SendReceipt.RelayUnreachable.class, SendReceipt.InDoubt.class);
        assertThat(greenMail.getReceivedMessages()).isEmpty();
    }

    @Test
    @Promise(2)
    void a_lost_reply_to_the_message_is_in_doubt_because_the_message_was_delivered() {
        assertThat(send(Cut.AFTER_DATA)).isInstanceOf(SendReceipt.InDoubt.class);
        assertThat(greenMail.waitForIncomingEmail(10_000, 1)).isTrue();
        assertThat(greenMail.getReceivedMessages()).hasSize(1);
    }
}
