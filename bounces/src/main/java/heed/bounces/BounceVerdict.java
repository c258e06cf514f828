package heed.bounces;

import java.util.List;
import java.util.Optional;

/**
 * The statement of one message about one recipient. A verdict contains addresses and texts of other people and must not be
 * logged.
 *
 * @param recipient the address that the report is about, as written there, in lower case and without brackets; empty if the
 *     report names none. {@code EmailAddress} may not accept it
 * @param originalRecipient the address before forwarding, in the same form; empty unless the report gives a different one
 * @param diagnosis present if and only if the kind is {@link VerdictKind#FAILED} or {@link VerdictKind#DELAYED}
 * @param report the details of the delivery attempt
 * @param trace the identifiers by which our original mail can be found
 * @param automatic whether the form of the message is one of reports and other automatic messages (RFC 6522, an empty return path,
 *     RFC 3834). Without a signature of ours, only such a message is believed to be a report about a mail
 * @param classifier the version of the classifier that read the message
 */
public record BounceVerdict(
        VerdictKind kind,
        Optional<String> recipient,
        Optional<String> originalRecipient,
        Optional<Diagnosis> diagnosis,
        DeliveryReport report,
        MailTrace trace,
        boolean automatic,
        String classifier) {

    /**
     * The details of a delivery attempt in a report. Details that the report does not give are empty.
     *
     * @param status the enhanced status code
     * @param replyCode the SMTP reply code, 200 to 599
     * @param reportingMta the server that wrote the report
     * @param remoteMta the server that refused the mail
     * @param text the diagnostic text, or the part of the message that decided the diagnosis, as one line of at most
     *     {@value #MAX_TEXT_LENGTH} characters
     */
    public record DeliveryReport(
            Optional<EnhancedStatusCode> status,
            Optional<Integer> replyCode,
            Optional<String> reportingMta,
            Optional<String> remoteMta,
            String text) {
        /** The greatest length of {@link #text}, in characters. */
        public static final int MAX_TEXT_LENGTH = 500;
        /** A report without any detail. */
        public static final DeliveryReport NONE =
                new DeliveryReport(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), "");
    }

    /**
     * The identifiers of the original mail in a message. They prove nothing by themselves: only a signature of ours in them is
     * proof, which {@code MailCorrelation} checks.
     *
     * @param messageId the Message-ID of the original message, with its brackets
     * @param returnPaths the addresses that the message was sent to, then those that the original was sent from; our own
     *     envelope sender is expected among them
     */
    public record MailTrace(Optional<String> messageId, List<String> returnPaths) {
        /** A trace without any identifier. */
        public static final MailTrace NONE = new MailTrace(Optional.empty(), List.of());

        public MailTrace {
            returnPaths = List.copyOf(returnPaths);
        }
    }

    /** @throws IllegalArgumentException if a diagnosis is missing, or given for a kind that has none */
    public BounceVerdict {
        boolean diagnosed = kind == VerdictKind.FAILED || kind == VerdictKind.DELAYED;
        if (diagnosis.isPresent() != diagnosed) {
            throw new IllegalArgumentException(
                    "a verdict has a diagnosis if and only if it is failed or delayed, not: " + kind);
        }
    }

    /** Returns the kind and the reason only, so that no address gets into a log. */
    @Override
    public String toString() {
        return kind.label()
                + diagnosis.map(cause -> ", " + cause.reason().label()).orElse("");
    }
}
