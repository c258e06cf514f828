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

/** Why a relay could not be used, in words for whoever set it up: what it wrote itself is left out, but for its codes. */
final class RelayFailure {
    private static final Pattern CODES = Pattern.compile("^\\s*([45]\\d\\d)(?:[ -]([45]\\.\\d{1,3}\\.\\d{1,3}))?");

    /** The first of these that is among an exception's causes says what is wrong; what is more exact comes first. */
    private static final Map<Class<? extends Throwable>, String> REASONS = reasons();

    private RelayFailure() {}

    private static Map<Class<? extends Throwable>, String> reasons() {
        Map<Class<? extends Throwable>, String> reasons = new LinkedHashMap<>();
        reasons.put(UnknownHostException.class, "there is no host of that name");
        reasons.put(NoRouteToHostException.class, "there is no way to that host");
        reasons.put(ConnectException.class, "the connection was refused");
        reasons.put(SocketTimeoutException.class, "it did not answer in time");
        reasons.put(CertificateExpiredException.class, "its certificate has expired");
        reasons.put(CertPathBuilderException.class, "its certificate is not from an authority that this Java trusts");
        reasons.put(CertificateException.class, "its certificate is not for this host, or not valid");
        reasons.put(SSLException.class, "no encrypted connection came about; \"security\" says how it is encrypted");
        return reasons;
    }

    /** In the words of the settings: "the relay smtp.example.com:587 cannot be used: the connection was refused". */
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

    private static Optional<String> codes(String reply) {
        Matcher codes = CODES.matcher(reply);
        return codes.find()
                ? Optional.of(codes.group(1) + (codes.group(2) == null ? "" : " " + codes.group(2)))
                : Optional.empty();
    }
}
