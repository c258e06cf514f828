package heed.smtp;

import heed.mail.server.ConnectionFailures;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Describes in words why a relay could not be used, for the person who configured it. The relay's own text is left out,
 * because it may contain an address; its codes are kept.
 */
final class RelayFailure {
    private static final Pattern CODES = Pattern.compile("^\\s*([45]\\d\\d)(?:[ -]([45]\\.\\d{1,3}\\.\\d{1,3}))?");

    private RelayFailure() {}

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
        return ConnectionFailures.findReason(failure).orElse("it did not greet as a mail server does");
    }

    /** Returns the reply code and the enhanced status code at the start of a reply. */
    private static Optional<String> codes(String reply) {
        Matcher codes = CODES.matcher(reply);
        return codes.find()
                ? Optional.of(codes.group(1) + (codes.group(2) == null ? "" : " " + codes.group(2)))
                : Optional.empty();
    }
}
