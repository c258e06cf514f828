package heed.smtp;

import heed.mail.SmtpReply;
import heed.mail.gate.SendPermit;
import heed.mail.gate.SendReceipt;
import heed.mail.server.ConnectionWatch;
import heed.mail.server.MailServerCredentials;
import heed.mail.server.WatchedSockets;
import heed.model.prospect.EmailAddress;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/**
 * A connection to a relay that transmits one mail after the other. The connection tracks the stage of each mail
 * transaction, and therefore knows after a failure whether the mail may have been delivered.
 */
final class SmtpConnection extends SMTPTransport {
    /** The relay closes the connection (RFC 5321, section 3.8). */
    private static final int CLOSING_CHANNEL = 421;
    /**
     * The relay requires a login or encryption first (RFC 4954, RFC 3207): the settings are wrong, and no recipient is
     * the cause.
     */
    private static final int AUTHENTICATION_REQUIRED = 530;

    private final SmtpSettings.Timeouts timeouts;
    private final ConnectionWatch watch;
    private boolean broken;

    /** @param session creates the one socket of this connection with the given factory */
    SmtpConnection(Session session, boolean tls, SmtpSettings.Timeouts timeouts, WatchedSockets sockets) {
        super(session, new URLName("smtp", null, -1, null, null, null), "smtp", tls);
        this.timeouts = timeouts;
        this.watch = new ConnectionWatch(sockets);
    }

    /**
     * Connects, encrypts and logs in, all within {@link SmtpSettings.Timeouts#maxConnecting}.
     *
     * @throws MessagingException if the relay cannot be used
     */
    void open(SmtpSettings settings) throws MessagingException {
        watch.expectWithin(timeouts.maxConnecting());
        boolean open = false;
        try {
            connect(
                    settings.host(),
                    settings.port(),
                    settings.credentials().map(MailServerCredentials::user).orElse(null),
                    settings.credentials().map(MailServerCredentials::password).orElse(null));
            open = true;
        } catch (MessagingException failed) {
            throw watch.isExpired() ? new MessagingException("too slow", new SocketTimeoutException()) : failed;
        } finally {
            watch.rest();
            if (!open) {
                watch.close();
            }
        }
    }

    /** Returns whether the relay still answers. */
    boolean isAlive() {
        watch.expectWithin(timeouts.reply());
        boolean alive = isConnected();
        watch.rest();
        return alive;
    }

    /** Returns whether the connection can transmit another mail. */
    boolean isUsable() {
        return !broken;
    }

    /** Returns whether the relay accepts addresses beyond ASCII. */
    boolean supportsUnicodeAddresses() {
        return supportsExtension("SMTPUTF8");
    }

    /**
     * Makes one mail transaction with one recipient, if the permit is still valid now that the connection is ready. Each
     * reply and the whole transaction have their time; the connection is closed when it has passed.
     */
    synchronized SendReceipt transmit(SendPermit permit, EmailAddress sender, byte[] message) {
        if (!permit.use()) {
            return new SendReceipt.PermitExpired();
        }
        try {
            return transmit(
                    permit,
                    sender,
                    message,
                    System.nanoTime() + timeouts.maxTransaction().toNanos());
        } finally {
            watch.rest();
        }
    }

    private SendReceipt transmit(SendPermit permit, EmailAddress sender, byte[] message, long end) {
        boolean unicode = !isAscii(sender.value()) || !isAscii(permit.address().value());
        SmtpReply.Stage stage = SmtpReply.Stage.MAIL_FROM;
        boolean complete = false;
        try {
            expectReply(end);
            int code = simpleCommand("MAIL FROM:<" + sender.value() + ">" + (unicode ? " SMTPUTF8" : ""));
            if (code == 250) {
                stage = SmtpReply.Stage.RCPT_TO;
                expectReply(end);
                code = simpleCommand("RCPT TO:<" + permit.address().value() + ">");
            }
            if (stage == SmtpReply.Stage.MAIL_FROM || (code != 250 && code != 251)) {
                return refusal(stage, code);
            }
            stage = SmtpReply.Stage.DATA;
            expectReply(end);
            OutputStream data = data();
            Optional<SendReceipt> refusal = permit.look();
            if (refusal.isEmpty()) {
                watch.expectWithin(remaining(end));
                data.write(message);
                refusal = permit.complete();
            }
            if (refusal.isPresent()) {
                drop();
                return refusal.get();
            }
            stage = SmtpReply.Stage.END_OF_DATA;
            complete = true; // from here on, the relay may have the whole message
            expectReply(end);
            finishData();
            return new SendReceipt.Accepted(SmtpReply.of(stage, 250, getLastServerResponse()));
        } catch (SMTPSendFailedException refused) {
            return refusal(stage, refused.getReturnCode());
        } catch (MessagingException | IOException lost) {
            broken = true;
            return complete
                    ? new SendReceipt.InDoubt("the connection was lost after the message, before its reply")
                    : new SendReceipt.RelayUnreachable("the connection was lost at " + stage);
        }
    }

    private void expectReply(long end) {
        Duration remaining = remaining(end);
        watch.expectWithin(remaining.compareTo(timeouts.reply()) < 0 ? remaining : timeouts.reply());
    }

    private static Duration remaining(long end) {
        return Duration.ofNanos(end - System.nanoTime());
    }

    /** Closes the connection without the end of the message, which the relay then discards (RFC 5321, section 4.1.1.4). */
    private void drop() {
        broken = true;
        watch.closeNow();
    }

    /** Returns the receipt of a reply that is not a success, and makes the connection ready for another mail. */
    private SendReceipt refusal(SmtpReply.Stage stage, int code) {
        boolean afterMessage = stage == SmtpReply.Stage.END_OF_DATA;
        if (code < 200 || code >= 600) { // no reply, or a code that SMTP does not have
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
            return new SendReceipt.RelayUnreachable("the relay requires a login or an encrypted connection");
        }
        SmtpReply reply = SmtpReply.of(stage, code, getLastServerResponse());
        reset(code);
        return code >= 500 ? new SendReceipt.Rejected(reply) : deferral(reply);
    }

    private SendReceipt deferral(SmtpReply reply) {
        if (reply.code() >= 400) {
            return new SendReceipt.Deferred(reply);
        }
        broken = true; // 2xx or 3xx where SMTP does not allow it: the state of the relay is unknown
        return reply.stage() == SmtpReply.Stage.END_OF_DATA
                ? new SendReceipt.InDoubt("the message got the reply " + reply.code())
                : new SendReceipt.RelayUnreachable("the relay answered " + reply.code() + " to " + reply.stage());
    }

    /** Ends the mail transaction, so that the connection can be used again. */
    private void reset(int code) {
        try {
            watch.expectWithin(timeouts.reply());
            broken |= code == CLOSING_CHANNEL || simpleCommand("RSET") != 250;
        } catch (MessagingException lost) {
            broken = true;
        }
    }

    /** Closes the connection. It does not matter if the relay has closed it already. */
    void disconnect() {
        try {
            close();
        } catch (MessagingException gone) {
            broken = true;
        } finally {
            watch.close();
        }
    }

    /** Returns whether the text has ASCII characters only. */
    static boolean isAscii(String text) {
        return StandardCharsets.US_ASCII.newEncoder().canEncode(text);
    }
}
