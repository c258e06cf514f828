package heed.smtp;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * Describes in words why a relay could not be used, for the person who configured it. The relay's own text is left out,
 * because it may contain an address; its codes are kept.
 */
final class RelayFailure {
    private static final Pattern CODES = Pattern.compile("^\\s*([45]\\d\\d)(?:[ -]([45]\\.\\d{1,3}\\.\\d{1,3}))?");

    /**
     * The descriptions by exception. The first class that occurs among the causes decides; more specific classes come
     * first.
     */
    private static final Map<Class<? extends Throwable>, String> REASONS = reasons();

    private RelayFailure() {}

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

    /**
     * Returns a sentence that names the relay and the reason: "the relay smtp.example.com:587 cannot be used: the
     * connection was refused".
     */
    static String describe(SmtpSettings settings, MessagingException failure) {
        return "the relay " + settings.host() + ":" + settings.port() + " cannot be used: " + reasonFor(failure);
    }

    private static String reasonFor(MessagingException failure) {
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof AuthenticationFailedException) {
            return "it refused the login"
                    + codes(message).map(codes -> ", " + codes).orElse("");
        }
        if (message.startsWith("STARTTLS is required")) {
            return "it does not offer STARTTLS";
        }
        for (Map.Entry<Class<? extends Throwable>, String> reason : REASONS.entrySet()) {
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                if (reason.getKey().isInstance(cause)) {
                    return reason.getValue();
                }
            }
        }
        return "it did not greet as a mail server does";
    }

    /** Returns the reply code and the enhanced status code at the start of a reply. */
    private static Optional<String> codes(String reply) {
        Matcher codes = CODES.matcher(reply);
        return codes.find()
                ? Optional.of(codes.group(1) + (codes.group(2) == null ? "" : " " + codes.group(2)))
                : Optional.empty();
    }
}
