package heed.smtp;

import heed.mail.SmtpReply;
import heed.mail.gate.SendPermit;
import heed.mail.gate.SendReceipt;
import heed.model.prospect.EmailAddress;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/** One connection to a relay, for one mail after the other. It knows how far each came, and so whether it may have gone. */
final class SmtpConnection extends SMTPTransport {
    private static final int CLOSING_CHANNEL = 421;
    /** The relay wants a login or encryption first (RFC 4954, RFC 3207): our settings are wrong, not a recipient. */
    private static final int AUTHENTICATION_REQUIRED = 530;

    private boolean broken;

    SmtpConnection(Session session, boolean tls) {
        super(session, new URLName("smtp", null, -1, null, null, null), "smtp", tls);
    }

    /** Whether it can take another mail. */
    boolean isUsable() {
        return !broken;
    }

    boolean supportsUnicodeAddresses() {
        return supportsExtension("SMTPUTF8");
    }

    /** One mail transaction with one recipient, if the permit is still good now that the connection is ready. */
    synchronized SendReceipt transmit(SendPermit permit, EmailAddress sender, byte[] message, Clock clock) {
        boolean unicode = !isAscii(sender.value()) || !isAscii(permit.address().value());
        if (!permit.use(clock.instant())) {
            return new SendReceipt.PermitExpired();
        }
        SmtpReply.Stage stage = SmtpReply.Stage.MAIL_FROM;
        boolean complete = false;
        try {
            int code = simpleCommand("MAIL FROM:<" + sender.value() + ">" + (unicode ? " SMTPUTF8" : ""));
            if (code == 250) {
                stage = SmtpReply.Stage.RCPT_TO;
                code = simpleCommand("RCPT TO:<" + permit.address().value() + ">");
            }
            if (stage == SmtpReply.Stage.MAIL_FROM || (code != 250 && code != 251)) {
                return refusal(stage, code);
            }
            stage = SmtpReply.Stage.DATA;
            OutputStream data = data();
            data.write(message);
            stage = SmtpReply.Stage.END_OF_DATA;
            complete = true; // from here on, the relay may have all of it
            finishData();
            return new SendReceipt.Accepted(SmtpReply.of(stage, 250, getLastServerResponse()));
        } catch (SMTPSendFailedException answered) {
            return refusal(stage, answered.getReturnCode());
        } catch (MessagingException | IOException lost) {
            broken = true;
            return complete
                    ? new SendReceipt.InDoubt("the connection was lost after the message, before its reply")
                    : new SendReceipt.RelayUnreachable("the connection was lost at " + stage);
        }
    }

    private SendReceipt refusal(SmtpReply.Stage stage, int code) {
        boolean afterMessage = stage == SmtpReply.Stage.END_OF_DATA;
        if (code < 200 || code >= 600) { // no reply, or none that SMTP has
            broken = true;
            return afterMessage
                    ? new SendReceipt.InDoubt("the message got no reply")
                    : new SendReceipt.RelayUnreachable("no reply to " + stage);
        }
        if (code == CLOSING_CHANNEL && !afterMessage) {
            broken = true;
            return new SendReceipt.RelayUnreachable("the relay closed the connection at " + stage);
        }
        if (code == AUTHENTICATION_REQUIRED && !afterMessage) {
            broken = true;
            return new SendReceipt.RelayUnreachable("the relay wants a login, or an encrypted connection, first");
        }
        SmtpReply reply = SmtpReply.of(stage, code, getLastServerResponse());
        reset(code);
        return code >= 500 ? new SendReceipt.Rejected(reply) : deferral(reply);
    }

    private SendReceipt deferral(SmtpReply reply) {
        if (reply.code() >= 400) {
            return new SendReceipt.Deferred(reply);
        }
        broken = true; // 2xx or 3xx where it says nothing: not a relay that we understand
        return reply.stage() == SmtpReply.Stage.END_OF_DATA
                ? new SendReceipt.InDoubt("the message got the reply " + reply.code())
                : new SendReceipt.RelayUnreachable("the relay answered " + reply.code() + " to " + reply.stage());
    }

    private void reset(int code) {
        try {
            broken |= code == CLOSING_CHANNEL || simpleCommand("RSET") != 250;
        } catch (MessagingException lost) {
            broken = true;
        }
    }

    /** Says goodbye; a relay that is not there any more is none the worse. */
    void disconnect() {
        try {
            close();
        } catch (MessagingException gone) {
            broken = true;
        }
    }

    static boolean isAscii(String text) {
        return StandardCharsets.US_ASCII.newEncoder().canEncode(text);
    }
}
