package heed.smtp;

import heed.mail.EmailMessage;
import heed.mail.SmtpReply;
import heed.mail.gate.MailTransport;
import heed.mail.gate.SendPermit;
import heed.mail.gate.SendReceipt;
import heed.mail.server.ConnectionSecurity;
import heed.mail.server.TlsProperties;
import heed.mail.server.WatchedSockets;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Hands mails to a relay over SMTP, with one recipient in each mail transaction. Idle connections are reused; there are
 * as many connections as were needed at the same time. Thread-safe.
 */
public final class SmtpTransport implements MailTransport, AutoCloseable {
    /** The time without a mail after which a connection is checked before it is reused. */
    private static final Duration IDLE_CHECK_AFTER = Duration.ofSeconds(5);

    private static final SmtpReply UNICODE_UNSUPPORTED = SmtpReply.of(
            SmtpReply.Stage.RCPT_TO, 553, "5.6.7 The relay does not accept addresses beyond ASCII (SMTPUTF8)");

    private final SmtpSettings settings;
    private final Clock clock;
    private final MimeWriter writer;
    private final MimeWriter unicodeWriter;
    private final ConcurrentLinkedDeque<IdleConnection> idleConnections = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    private record IdleConnection(SmtpConnection connection, Instant since) {}

    /**
     * Creates a transport, which connects at its first mail.
     *
     * @param dkim signs every mail; empty for unsigned mail
     */
    public SmtpTransport(SmtpSettings settings, Optional<DkimSigning> dkim, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.writer = new MimeWriter(Session.getInstance(properties(settings, false, new WatchedSockets())), dkim);
        this.unicodeWriter =
                new MimeWriter(Session.getInstance(properties(settings, true, new WatchedSockets())), dkim);
    }

    private static Properties properties(SmtpSettings settings, boolean unicode, WatchedSockets sockets) {
        Properties properties = TlsProperties.create(
                "smtp", settings.security(), settings.checkCertificates(), settings.trust(), sockets);
        SmtpSettings.Timeouts timeouts = settings.timeouts();
        properties.setProperty("mail.smtp.connectiontimeout", millis(timeouts.connect()));
        properties.setProperty("mail.smtp.timeout", millis(timeouts.reply()));
        properties.setProperty("mail.smtp.writetimeout", millis(timeouts.write()));
        properties.setProperty(
                "mail.smtp.auth", Boolean.toString(settings.credentials().isPresent()));
        properties.setProperty("mail.smtp.quitwait", "false");
        properties.setProperty("mail.mime.allowutf8", Boolean.toString(unicode));
        settings.localName().ifPresent(name -> properties.setProperty("mail.smtp.localhost", name));
        return properties;
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }

    @Override
    public SendReceipt send(SendPermit permit, EmailMessage message) {
        boolean ascii = SmtpConnection.isAscii(permit.address().value())
                && SmtpConnection.isAscii(message.envelopeSender().value());
        byte[] bytes = (ascii ? writer : unicodeWriter).write(message, permit.address());
        try {
            SmtpConnection connection = ascii ? acquire() : connect(true);
            SendReceipt receipt = ascii || connection.supportsUnicodeAddresses()
                    ? connection.transmit(permit, message.envelopeSender(), bytes)
                    : new SendReceipt.Rejected(UNICODE_UNSUPPORTED);
            release(connection, ascii);
            return receipt;
        } catch (MessagingException unreachable) {
            return new SendReceipt.RelayUnreachable(RelayFailure.describe(settings, unreachable));
        }
    }

    private SmtpConnection acquire() throws MessagingException {
        for (IdleConnection next = idleConnections.pollFirst(); next != null; next = idleConnections.pollFirst()) {
            boolean fresh = clock.instant().isBefore(next.since.plus(IDLE_CHECK_AFTER));
            if (fresh || next.connection.isAlive()) {
                return next.connection;
            }
            next.connection.disconnect();
        }
        return connect(false);
    }

    /** @param unicode whether the connection is for addresses beyond ASCII, which few relays accept */
    private SmtpConnection connect(boolean unicode) throws MessagingException {
        WatchedSockets sockets = new WatchedSockets();
        SmtpConnection connection = new SmtpConnection(
                Session.getInstance(properties(settings, unicode, sockets)),
                settings.security() == ConnectionSecurity.TLS,
                settings.timeouts(),
                sockets);
        connection.open(settings);
        return connection;
    }

    private void release(SmtpConnection connection, boolean reusable) {
        if (reusable && connection.isUsable() && !closed) {
            idleConnections.addFirst(new IdleConnection(connection, clock.instant()));
            if (closed) { // by another thread, after the first check
                close();
            }
        } else {
            connection.disconnect();
        }
    }

    @Override
    public Duration maxSendDuration() {
        return settings.timeouts().maxTransaction();
    }

    /** Closes the idle connections. A connection that is sending closes after its mail. */
    @Override
    public void close() {
        closed = true;
        for (IdleConnection next = idleConnections.pollFirst(); next != null; next = idleConnections.pollFirst()) {
            next.connection.disconnect();
        }
    }
}
