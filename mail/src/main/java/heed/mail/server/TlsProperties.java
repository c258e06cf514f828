package heed.mail.server;

import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLContext;

/** The settings of Jakarta Mail that encrypt a connection and check the server's certificate. Thread-safe. */
public final class TlsProperties {
    private TlsProperties() {}

    /**
     * Creates the properties for connections of one protocol, to which the caller adds its own.
     *
     * @param protocol as Jakarta Mail names it: {@code smtp}, {@code imap}, {@code pop3}
     * @param checkCertificates whether the server's certificate must be valid and issued for the host's name
     * @param trust whose certificates are trusted; those that the Java runtime trusts if empty
     * @param sockets creates the sockets of the connections that use the properties
     */
    public static Properties create(
            String protocol,
            ConnectionSecurity security,
            boolean checkCertificates,
            Optional<SSLContext> trust,
            WatchedSockets sockets) {
        String prefix = "mail." + protocol + ".";
        Properties properties = new Properties();
        String startTls = Boolean.toString(security == ConnectionSecurity.STARTTLS);
        properties.setProperty(prefix + "starttls.enable", startTls);
        properties.setProperty(prefix + "starttls.required", startTls);
        properties.setProperty(prefix + "ssl.enable", Boolean.toString(security == ConnectionSecurity.TLS));
        properties.setProperty(prefix + "ssl.checkserveridentity", Boolean.toString(checkCertificates));
        properties.setProperty(prefix + "ssl.protocols", "TLSv1.3 TLSv1.2");
        // Otherwise Jakarta Mail tries a certificate that the given trust refuses again with that of the Java runtime.
        properties.setProperty(prefix + "socketFactory.fallback", "false");
        properties.put(prefix + "socketFactory", sockets);
        if (checkCertificates) {
            trust.ifPresent(context -> properties.put(
                    prefix + "ssl.socketFactory", new WatchedSockets.Encrypted(sockets, context.getSocketFactory())));
        } else {
            properties.setProperty(prefix + "ssl.trust", "*");
        }
        return properties;
    }
}
