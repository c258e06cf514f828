package heed.smtp;

import heed.mail.server.ConnectionSecurity;
import heed.mail.server.MailServerCredentials;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Where and how a relay is reached.
 *
 * @param checkCertificates whether the relay's certificate must be valid and its name the host's; to be left on wherever
 *     mail leaves the machine
 * @param trust whose certificates are trusted; those of the Java runtime if empty
 * @param credentials empty for a relay that asks for none
 * @param localName how we name ourselves in EHLO; the machine's name if empty
 */
public record SmtpSettings(
        String host,
        int port,
        ConnectionSecurity security,
        boolean checkCertificates,
        Optional<SSLContext> trust,
        Optional<MailServerCredentials> credentials,
        Optional<String> localName,
        Timeouts timeouts) {

    /** How long to wait: for a connection, for each reply, and for each piece of a message to be taken. */
    public record Timeouts(Duration connect, Duration reply, Duration write) {
        /** Ten seconds for a connection, thirty for a reply and for a piece of a message. */
        public static final Timeouts STANDARD =
                new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(30));

        public Timeouts {
            if (connect.toMillis() < 1 || reply.toMillis() < 1 || write.toMillis() < 1) {
                throw new IllegalArgumentException("every wait has an end, and is at least a millisecond");
            }
        }

        /** From MAIL FROM to the last reply: four replies, and a message that is taken piece by piece. */
        public Duration maxTransaction() {
            return reply.multipliedBy(4).plus(write.multipliedBy(2));
        }
    }

    public SmtpSettings {
        if (host.isBlank() || port < 1 || port > 65_535) {
            throw new IllegalArgumentException("a relay has a host and a port from 1 to 65535");
        }
        if (credentials.isPresent() && !security.allowsPasswords(host)) {
            throw new IllegalArgumentException("a password is sent over an encrypted connection only");
        }
    }

    /** A relay with STARTTLS or TLS, certificate checks and the standard time-outs. */
    public static SmtpSettings of(
            String host, int port, ConnectionSecurity security, Optional<MailServerCredentials> credentials) {
        return new SmtpSettings(
                host, port, security, true, Optional.empty(), credentials, Optional.empty(), Timeouts.STANDARD);
    }

    public SmtpSettings withTimeouts(Timeouts other) {
        return new SmtpSettings(host, port, security, checkCertificates, trust, credentials, localName, other);
    }

    public SmtpSettings withTrust(SSLContext other) {
        return new SmtpSettings(
                host, port, security, checkCertificates, Optional.of(other), credentials, localName, timeouts);
    }

    public SmtpSettings withoutCertificateChecks() {
        return new SmtpSettings(host, port, security, false, trust, credentials, localName, timeouts);
    }
}
