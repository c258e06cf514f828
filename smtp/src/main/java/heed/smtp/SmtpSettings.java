package heed.smtp;

import heed.mail.server.ConnectionSecurity;
import heed.mail.server.MailServerCredentials;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * The settings of the connection to a relay. Immutable.
 *
 * @param checkCertificates whether the relay's certificate must be valid and issued for the host's name; must be true
 *     wherever mail leaves the machine
 * @param trust whose certificates are trusted; those that the Java runtime trusts if empty
 * @param credentials empty for a relay that requires no login
 * @param localName the name of this machine in EHLO; the machine's own name if empty
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

    /**
     * The timeouts of a connection, each at least one millisecond.
     *
     * @param connect the longest wait for the connection
     * @param reply the longest wait for each reply
     * @param write the longest wait until the relay accepts each piece of a message
     */
    public record Timeouts(Duration connect, Duration reply, Duration write) {
        /** Ten seconds for a connection, thirty for a reply and for a piece of a message. */
        public static final Timeouts STANDARD =
                new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(30));

        public Timeouts {
            if (connect.toMillis() < 1 || reply.toMillis() < 1 || write.toMillis() < 1) {
                throw new IllegalArgumentException("a timeout must be at least a millisecond");
            }
        }

        /** Returns the longest time for a connection: the connection itself, and four replies. */
        public Duration maxConnecting() {
            return connect.plus(reply.multipliedBy(4));
        }

        /** Returns the longest time from MAIL FROM to the last reply: four replies, and the pieces of a message. */
        public Duration maxTransaction() {
            return reply.multipliedBy(4).plus(write.multipliedBy(2));
        }
    }

    public SmtpSettings {
        if (host.isBlank() || port < 1 || port > 65_535) {
            throw new IllegalArgumentException("a relay needs a host and a port from 1 to 65535");
        }
        if (credentials.isPresent() && !security.allowsPasswords(host)) {
            throw new IllegalArgumentException("a password is sent over an encrypted connection only");
        }
    }

    /** Returns settings with certificate checks and the standard timeouts. */
    public static SmtpSettings of(
            String host, int port, ConnectionSecurity security, Optional<MailServerCredentials> credentials) {
        return new SmtpSettings(
                host, port, security, true, Optional.empty(), credentials, Optional.empty(), Timeouts.STANDARD);
    }

    /** Returns settings with those timeouts. */
    public SmtpSettings withTimeouts(Timeouts other) {
        return new SmtpSettings(host, port, security, checkCertificates, trust, credentials, localName, other);
    }

    /** Returns settings that trust those certificates instead of the Java runtime's. */
    public SmtpSettings withTrust(SSLContext other) {
        return new SmtpSettings(
                host, port, security, checkCertificates, Optional.of(other), credentials, localName, timeouts);
    }

    /** Returns settings that accept every certificate: for a relay on this machine or in tests. */
    public SmtpSettings withoutCertificateChecks() {
        return new SmtpSettings(host, port, security, false, trust, credentials, localName, timeouts);
    }
}
