package heed.mail.server;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** Describes in words why a mail server could not be reached. The words contain no text of the server. */
public final class ConnectionFailures {
    /** The library says it in one way for SMTP, and in another for IMAP and POP3. */
    private static final Pattern STARTTLS_MISSING = Pattern.compile("STARTTLS (is )?required|STLS required");

    /**
     * The descriptions by exception. The first class that occurs among the causes decides; more specific classes come
     * first.
     */
    private static final Map<Class<? extends Throwable>, String> REASONS = reasons();

    private ConnectionFailures() {}

    private static Map<Class<? extends Throwable>, String> reasons() {
        Map<Class<? extends Throwable>, String> reasons = new LinkedHashMap<>();
        reasons.put(UnknownHostException.class, "no host has that name");
        reasons.put(NoRouteToHostException.class, "there is no route to that host");
        reasons.put(ConnectException.class, "the connection was refused");
        reasons.put(SocketTimeoutException.class, "it did not reply in time");
        reasons.put(CertificateExpiredException.class, "its certificate has expired");
        reasons.put(CertPathBuilderException.class, "its certificate is not from an authority that this Java trusts");
        reasons.put(CertificateException.class, "its certificate is not valid, or not for this host");
        reasons.put(SSLException.class, "the connection could not be encrypted; check \"security\"");
        return reasons;
    }

    /** Returns the reason as the rest of a sentence; empty if none of the causes is a failure of a connection. */
    public static Optional<String> findReason(Throwable failure) {
        if (STARTTLS_MISSING.matcher(String.valueOf(failure.getMessage())).lookingAt()) {
            return Optional.of("it does not offer STARTTLS");
        }
        for (Map.Entry<Class<? extends Throwable>, String> reason : REASONS.entrySet()) {
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                if (reason.getKey().isInstance(cause)) {
                    return Optional.of(reason.getValue());
                }
            }
        }
        return Optional.empty();
    }
}
