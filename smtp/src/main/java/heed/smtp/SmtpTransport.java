package heed.smtp;

import heed.mail.EmailMessage;
import heed.mail.MailTransport;
import heed.mail.Reply;
import heed.mail.SendPermit;
import heed.mail.SendReceipt;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Hands mails to a relay over SMTP, one recipient a transaction. Connections are kept and used again: there are as many
 * as were needed at once. Thread-safe.
 */
public final class SmtpTransport implements MailTransport, AutoCloseable {
    /** After so long without a mail a connection is asked whether it is still there. */
    private static final Duration FRESH = Duration.ofSeconds(5);

    private static final Reply NOT_ASCII =
            Reply.of(Reply.Stage.RCPT_TO, 553, "5.6.7 The relay does not take addresses beyond ASCII (SMTPUTF8)");

    private final SmtpSettings settings;
    private final Clock clock;
    private final Session session;
    private final Session unicode; // for addresses beyond ASCII, which few relays take
    private final MimeWriter writer;
    private final MimeWriter unicodeWriter;
    private final ConcurrentLinkedDeque<Idle> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    private record Idle(SmtpConnection connection, Instant since) {}

    public SmtpTransport(SmtpSettings settings, Optional<DkimSigning> dkim, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.session = Session.getInstance(properties(settings, false));
        this.unicode = Session.getInstance(properties(settings, true));
        this.writer = new MimeWriter(session, dkim);
        this.unicodeWriter = new MimeWriter(unicode, dkim);
    }

    private static Properties properties(SmtpSettings settings, boolean unicode) {
        Properties properties = new Properties();
        SmtpSettings.TimeOuts timeOuts = settings.timeOuts();
        properties.setProperty("mail.smtp.connectiontimeout", millis(timeOuts.connect()));
        properties.setProperty("mail.smtp.timeout", millis(timeOuts.reply()));
        properties.setProperty("mail.smtp.writetimeout", millis(timeOuts.write()));
        properties.setProperty(
                "mail.smtp.auth", Boolean.toString(settings.login().isPresent()));
        properties.setProperty("mail.smtp.quitwait", "false");
        properties.setProperty("mail.mime.allowutf8", Boolean.toString(unicode));
        settings.localName().ifPresent(name -> properties.setProperty("mail.smtp.localhost", name));
        boolean startTls = settings.security() == Security.STARTTLS;
        properties.setProperty("mail.smtp.starttls.enable", Boolean.toString(startTls));
        properties.setProperty("mail.smtp.starttls.required", Boolean.toString(startTls));
        properties.setProperty("mail.smtp.ssl.enable", Boolean.toString(settings.security() == Security.TLS));
        properties.setProperty("mail.smtp.ssl.checkserveridentity", Boolean.toString(settings.checkCertificates()));
        properties.setProperty("mail.smtp.ssl.protocols", "TLSv1.3 TLSv1.2");
        // Otherwise a certificate that the given trust refuses would be tried with that of the Java runtime.
        properties.setProperty("mail.smtp.socketFactory.fallback", "false");
        if (settings.checkCertificates()) {
            settings.trust()
                    .ifPresent(trust -> properties.put("mail.smtp.ssl.socketFactory", trust.getSocketFactory()));
        } else {
            properties.setProperty("mail.smtp.ssl.trust", "*");
        }
        return properties;
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }

    @Override
    public SendReceipt send(SendPermit permit, EmailMessage message) {
        boolean ascii = SmtpConnection.ascii(permit.address().value())
                && SmtpConnection.ascii(message.envelopeSender().value());
        byte[] bytes = (ascii ? writer : unicodeWriter).write(message, permit.address());
        try {
            SmtpConnection connection = ascii ? connection() : connect(unicode);
            SendReceipt receipt = ascii || connection.takesUnicodeAddresses()
                    ? connection.transmit(permit, message.envelopeSender(), bytes, clock)
                    : new SendReceipt.RefusedForGood(NOT_ASCII);
            keep(connection, ascii);
            return receipt;
        } catch (MessagingException unreachable) {
            return new SendReceipt.RelayUnreachable(RelayTrouble.words(settings, unreachable));
        }
    }

    private SmtpConnection connection() throws MessagingException {
        for (Idle one = idle.pollFirst(); one != null; one = idle.pollFirst()) {
            boolean fresh = clock.instant().isBefore(one.since.plus(FRESH));
            if (fresh || one.connection.isConnected()) {
                return one.connection;
            }
            one.connection.end();
        }
        return connect(session);
    }

    private SmtpConnection connect(Session with) throws MessagingException {
        SmtpConnection connection = new SmtpConnection(with, settings.security() == Security.TLS);
        connection.connect(
                settings.host(),
                settings.port(),
                settings.login().map(Login::user).orElse(null),
                settings.login().map(Login::password).orElse(null));
        return connection;
    }

    private void keep(SmtpConnection connection, boolean again) {
        if (again && connection.usable() && !closed) {
            idle.addFirst(new Idle(connection, clock.instant()));
            if (closed) { // meanwhile
                close();
            }
        } else {
            connection.end();
        }
    }

    @Override
    public Duration longestSend() {
        return settings.timeOuts().transaction();
    }

    /** Ends the connections that wait for mail; one that is sending ends after its mail. */
    @Override
    public void close() {
        closed = true;
        for (Idle one = idle.pollFirst(); one != null; one = idle.pollFirst()) {
            one.connection.end();
        }
    }
}
