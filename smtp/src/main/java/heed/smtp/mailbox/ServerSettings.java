package heed.smtp.mailbox;

import heed.smtp.Login;
import heed.smtp.Security;
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
 * @param timeOut for a connection, for each answer and for each piece that is sent
 */
public record ServerSettings(
        String host,
        int port,
        Security security,
        Login login,
        String folder,
        boolean checkCertificates,
        Optional<SSLContext> trust,
        Duration timeOut) {
    /** Where processed messages are kept, where there are folders. */
    public static final String PROCESSED = "Heed-Processed";
    /** Where messages are kept that need a person. */
    public static final String ASIDE = "Heed-Aside";

    private static final Duration TIME_OUT = Duration.ofSeconds(30);

    public ServerSettings {
        if (host.isBlank() || port < 1 || port > 65_535 || timeOut.toMillis() < 1) {
            throw new IllegalArgumentException("a mail server has a host, a port from 1 to 65535 and a time-out");
        }
        if (!security.keepsPasswords(host)) {
            throw new IllegalArgumentException("a password is sent over an encrypted connection only");
        }
    }

    /** With certificate checks and a time-out of thirty seconds. */
    public static ServerSettings of(String host, int port, Security security, Login login) {
        return new ServerSettings(host, port, security, login, "INBOX", true, Optional.empty(), TIME_OUT);
    }

    public ServerSettings withFolder(String other) {
        return new ServerSettings(host, port, security, login, other, checkCertificates, trust, timeOut);
    }

    public ServerSettings withTimeOut(Duration other) {
        return new ServerSettings(host, port, security, login, folder, checkCertificates, trust, other);
    }

    public ServerSettings withTrust(SSLContext other) {
        return new ServerSettings(host, port, security, login, folder, checkCertificates, Optional.of(other), timeOut);
    }

    public ServerSettings withoutCertificateChecks() {
        return new ServerSettings(host, port, security, login, folder, false, trust, timeOut);
    }

    /** As people know it: imap://bounces@mail.example.com/INBOX. */
    String name(String protocol) {
        return protocol + "://" + login.user() + "@" + host + ":" + port + "/" + folder;
    }

    /** What the mail library goes by, for a protocol of its own. */
    Properties properties(String protocol) {
        String prefix = "mail." + protocol + ".";
        String millis = Long.toString(timeOut.toMillis());
        Properties properties = new Properties();
        properties.setProperty(prefix + "connectiontimeout", millis);
        properties.setProperty(prefix + "timeout", millis);
        properties.setProperty(prefix + "writetimeout", millis);
        String startTls = Boolean.toString(security == Security.STARTTLS);
        properties.setProperty(prefix + "starttls.enable", startTls);
        properties.setProperty(prefix + "starttls.required", startTls);
        properties.setProperty(prefix + "ssl.enable", Boolean.toString(security == Security.TLS));
        properties.setProperty(prefix + "ssl.checkserveridentity", Boolean.toString(checkCertificates));
        properties.setProperty(prefix + "ssl.protocols", "TLSv1.3 TLSv1.2");
        if (checkCertificates) {
            trust.ifPresent(context -> properties.put(prefix + "ssl.socketFactory", context.getSocketFactory()));
        } else {
            properties.setProperty(prefix + "ssl.trust", "*");
        }
        return properties;
    }
}
