package heed.smtp;

import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Where and how a relay is reached.
 *
 * @param checkCertificates whether the relay's certificate must be valid and its name the host's; to be left on wherever
 *     mail leaves the machine
 * @param trust whose certificates are trusted; those of the Java runtime if empty
 * @param login empty for a relay that asks for none
 * @param localName how we name ourselves in EHLO; the machine's name if empty
 */
public record SmtpSettings(
        String host,
        int port,
        Security security,
        boolean checkCertificates,
        Optional<SSLContext> trust,
        Optional<Login> login,
        Optional<String> localName,
        TimeOuts timeOuts) {

    /** How long to wait: for a connection, for each reply, and for each piece of a message to be taken. */
    public record TimeOuts(Duration connect, Duration reply, Duration write) {
        /** Ten seconds for a connection, thirty for a reply and for a piece of a message. */
        public static final TimeOuts STANDARD =
                new TimeOuts(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(30));

        public TimeOuts {
            if (connect.toMillis() < 1 || reply.toMillis() < 1 || write.toMillis() < 1) {
                throw new IllegalArgumentException("every wait has an end, and is at least a millisecond");
            }
        }

        /** From MAIL FROM to the last reply: four replies, and a message that is taken piece by piece. */
        public Duration transaction() {
            return reply.multipliedBy(4).plus(write.multipliedBy(2));
        }
    }

    public SmtpSettings {
        if (host.isBlank() || port < 1 || port > 65_535) {
            throw new IllegalArgumentException("a relay has a host and a port from 1 to 65535");
        }
        if (login.isPresent() && !security.keepsPasswords(host)) {
            throw new IllegalArgumentException("a password is sent over an encrypted connection only");
        }
    }

    /** A relay with STARTTLS or TLS, certificate checks and the standard time-outs. */
    public static SmtpSettings of(String host, int port, Security security, Optional<Login> login) {
        return new SmtpSettings(
                host, port, security, true, Optional.empty(), login, Optional.empty(), TimeOuts.STANDARD);
    }

    public SmtpSettings withTimeOuts(TimeOuts other) {
        return new SmtpSettings(host, port, security, checkCertificates, trust, login, localName, other);
    }

    public SmtpSettings withTrust(SSLContext other) {
        return new SmtpSettings(
                host, port, security, checkCertificates, Optional.of(other), login, localName, timeOuts);
    }

    public SmtpSettings withoutCertificateChecks() {
        return new SmtpSettings(host, port, security, false, trust, login, localName, timeOuts);
    }
}
