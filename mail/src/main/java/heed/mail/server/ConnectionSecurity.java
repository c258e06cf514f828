package heed.mail.server;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** The ways to encrypt a connection to a mail server. */
public enum ConnectionSecurity {
    /**
     * The connection is encrypted before any other command. A server that does not offer STARTTLS is not used. A
     * relay's usual port is 587.
     */
    STARTTLS("starttls"),
    /** The connection is encrypted from the start. A relay's usual port is 465. */
    TLS("tls"),
    /** The connection is not encrypted: for a server on this machine. */
    NONE("none");

    private static final Pattern THIS_MACHINE = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[?::1\\]?");

    private final String id;

    ConnectionSecurity(String id) {
        this.id = id;
    }

    /** Returns the word for the security in settings. */
    public String id() {
        return id;
    }

    /** Finds a security by its word in settings; empty if there is none. */
    public static Optional<ConnectionSecurity> findById(String id) {
        return Arrays.stream(values())
                .filter(security -> security.id.equals(id))
                .findFirst();
    }

    /** Returns whether a password may be sent to the host: unencrypted only to this machine. */
    public boolean allowsPasswords(String host) {
        return this != NONE || THIS_MACHINE.matcher(host).matches();
    }
}
