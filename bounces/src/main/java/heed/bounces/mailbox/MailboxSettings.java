package heed.bounces.mailbox;

import heed.mail.server.ConnectionSecurity;
import heed.mail.server.MailServerCredentials;
import heed.mail.server.TlsProperties;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLContext;

/**
 * Where and how a mail server's mailbox is reached.
 *
 * @param folder the folder that bounces arrive in
 * @param checkCertificates whether the server's certificate must be valid and its name the host's
 * @param trust whose certificates are trusted; those of the Java runtime if empty
 * @param timeout for a connection, for each answer and for each piece that is sent
 */
public record MailboxSettings(
        String host,
        int port,
        ConnectionSecurity security,
        MailServerCredentials credentials,
        String folder,
        boolean checkCertificates,
        Optional<SSLContext> trust,
        Duration timeout) {
    /** Where processed messages are kept, where there are folders. */
    public static final String PROCESSED_FOLDER = "Heed-Processed";
    /** Where messages are kept that need a person. */
    public static final String QUARANTINE_FOLDER = "Heed-Aside";

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    public MailboxSettings {
        if (host.isBlank() || port < 1 || port > 65_535 || timeout.toMillis() < 1) {
            throw new IllegalArgumentException("a mail server has a host, a port from 1 to 65535 and a time-out");
        }
        if (!security.allowsPasswords(host)) {
            throw new IllegalArgumentException("a password is sent over an encrypted connection only");
        }
    }

    /** With certificate checks and a time-out of thirty seconds. */
    public static MailboxSettings of(
            String host, int port, ConnectionSecurity security, MailServerCredentials credentials) {
        return new MailboxSettings(host, port, security, credentials, "INBOX", true, Optional.empty(), DEFAULT_TIMEOUT);
    }

    public MailboxSettings withFolder(String other) {
        return new MailboxSettings(host, port, security, credentials, other, checkCertificates, trust, timeout);
    }

    public MailboxSettings withTimeout(Duration other) {
        return new MailboxSettings(host, port, security, credentials, folder, checkCertificates, trust, other);
    }

    public MailboxSettings withTrust(SSLContext other) {
        return new MailboxSettings(
                host, port, security, credentials, folder, checkCertificates, Optional.of(other), timeout);
    }

    public MailboxSettings withoutCertificateChecks() {
        return new MailboxSettings(host, port, security, credentials, folder, false, trust, timeout);
    }

    /** As people know it: imap://bounces@mail.example.com/INBOX. */
    String url(String protocol) {
        return protocol + "://" + credentials.user() + "@" + host + ":" + port + "/" + folder;
    }

    /** What the mail library goes by, for a protocol of its own. */
    Properties properties(String protocol) {
        Properties properties = TlsProperties.create(protocol, security, checkCertificates, trust);
        String prefix = "mail." + protocol + ".";
        String millis = Long.toString(timeout.toMillis());
        properties.setProperty(prefix + "connectiontimeout", millis);
        properties.setProperty(prefix + "timeout", millis);
        properties.setProperty(prefix + "writetimeout", millis);
        return properties;
    }
}
