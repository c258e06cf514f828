package heed.bounces.mailbox;

import heed.mail.server.ConnectionSecurity;
import heed.mail.server.MailServerCredentials;
import heed.mail.server.TlsProperties;
import heed.mail.server.WatchedSockets;
import jakarta.mail.MessagingException;
import jakarta.mail.Store;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLContext;

/**
 * The connection settings of a mailbox on a mail server. Immutable.
 *
 * @param folder the folder in which bounces arrive
 * @param checkCertificates whether the certificate of the server must be valid and name the host
 * @param trust the trusted certificates; empty for those of the Java runtime
 * @param timeout the time-out of connecting, of each answer and of each write
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
    /** The folder for processed messages, in mailboxes with folders. */
    public static final String PROCESSED_FOLDER = "Heed-Processed";
    /** The folder for messages that need a person, in mailboxes with folders. */
    public static final String QUARANTINE_FOLDER = "Heed-Aside";

    /** How many time-outs a whole answer may take that keeps coming. */
    private static final int ANSWER_TIMEOUTS = 10;

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    /** @throws IllegalArgumentException if a setting is invalid, or a password would be sent unencrypted to another machine */
    public MailboxSettings {
        if (host.isBlank() || port < 1 || port > 65_535 || timeout.toMillis() < 1) {
            throw new IllegalArgumentException("a mail server has a host, a port from 1 to 65535 and a time-out");
        }
        if (!security.allowsPasswords(host)) {
            throw new IllegalArgumentException("a password is sent over an encrypted connection only");
        }
    }

    /** Creates settings for the folder INBOX, with certificate checks and a time-out of thirty seconds. */
    public static MailboxSettings of(
            String host, int port, ConnectionSecurity security, MailServerCredentials credentials) {
        return new MailboxSettings(host, port, security, credentials, "INBOX", true, Optional.empty(), DEFAULT_TIMEOUT);
    }

    /** Returns these settings with another folder. */
    public MailboxSettings withFolder(String newFolder) {
        return new MailboxSettings(host, port, security, credentials, newFolder, checkCertificates, trust, timeout);
    }

    /** Returns these settings with another time-out. */
    public MailboxSettings withTimeout(Duration newTimeout) {
        return new MailboxSettings(host, port, security, credentials, folder, checkCertificates, trust, newTimeout);
    }

    /** Returns these settings with other trusted certificates. */
    public MailboxSettings withTrust(SSLContext newTrust) {
        return new MailboxSettings(
                host, port, security, credentials, folder, checkCertificates, Optional.of(newTrust), timeout);
    }

    /** Returns these settings with every certificate accepted. */
    public MailboxSettings withoutCertificateChecks() {
        return new MailboxSettings(host, port, security, credentials, folder, false, trust, timeout);
    }

    /** Returns the name of the mailbox for people, such as "imap://bounces@mail.example.com:993/INBOX". */
    String url(String protocol) {
        return protocol + "://" + credentials.user() + "@" + host + ":" + port + "/" + folder;
    }

    /** Returns the longest time for what the server does at once: a list or a whole message may take long to transmit. */
    Duration maxAnswer() {
        return timeout.multipliedBy(ANSWER_TIMEOUTS);
    }

    /** Connects to the server and logs in. */
    void connect(Store store) throws MessagingException {
        store.connect(host, port, credentials.user(), credentials.password());
    }

    /** Returns the properties of the mail library for a protocol, "imap" or "pop3", whose sockets the factory creates. */
    Properties properties(String protocol, WatchedSockets sockets) {
        Properties properties = TlsProperties.create(protocol, security, checkCertificates, trust, sockets);
        String prefix = "mail." + protocol + ".";
        String millis = Long.toString(timeout.toMillis());
        properties.setProperty(prefix + "connectiontimeout", millis);
        properties.setProperty(prefix + "timeout", millis);
        properties.setProperty(prefix + "writetimeout", millis);
        return properties;
    }
}
