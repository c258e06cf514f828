package heed.mail.server;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** How the connection to a mail server is protected. */
public enum ConnectionSecurity {
    /** Encrypted before anything else is said; a server that does not offer it is not used. A relay's usual port is 587. */
    STARTTLS("starttls"),
    /** Encrypted from the start. A relay's usual port is 465. */
    TLS("tls"),
    /** In the clear: for a server on this machine. */
    NONE("none");

    private static final Pattern THIS_MACHINE = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[?::1\\]?");

    private final String id;

    ConnectionSecurity(String id) {
        this.id = id;
    }

    /** The word for it in settings. */
    public String id() {
        return id;
    }

    /** By its word in settings; empty if it is none. */
    public static Optional<ConnectionSecurity> findById(String id) {
        return Arrays.stream(values())
                .filter(security -> security.id.equals(id))
                .findFirst();
    }

    /** Whether a password may be sent to that host. */
    public boolean allowsPasswords(String host) {
        return this != NONE || THIS_MACHINE.matcher(host).matches();
    }
}
