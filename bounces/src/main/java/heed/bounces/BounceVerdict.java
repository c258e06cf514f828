package heed.bounces;

import heed.bounces.classify.BounceClassifier;
import java.util.List;
import java.util.Optional;

/**
 * What one message says about one recipient. It holds addresses and texts of others: not for logs.
 *
 * @param recipient the address the report is about, as it is written there, in lower case, without brackets; empty if it
 *     names none. May not be one that {@code EmailAddress} accepts
 * @param originalRecipient the address before forwarding, likewise, if the report tells it apart
 * @param diagnosis present exactly with {@link VerdictKind#FAILED} and {@link VerdictKind#DELAYED}
 * @param report what the report says of the attempt
 * @param trace by which the mail of ours can be found
 * @param classifier {@link BounceClassifier#version} of what read it
 */
public record BounceVerdict(
        VerdictKind kind,
        Optional<String> recipient,
        Optional<String> originalRecipient,
        Optional<Diagnosis> diagnosis,
        DeliveryReport report,
        MailTrace trace,
        String classifier) {

    /**
     * What a report says of an attempt, each as far as it says so.
     *
     * @param status the enhanced status code
     * @param replyCode the SMTP reply code, 200 to 599
     * @param reportingMta the server that wrote the report
     * @param remoteMta the server that refused the mail
     * @param text the diagnostic text or the part of the message that decided, in one line of at most {@value #MAX_TEXT_LENGTH}
     *     characters
     */
    public record DeliveryReport(
            Optional<EnhancedStatusCode> status,
            Optional<Integer> replyCode,
            Optional<String> reportingMta,
            Optional<String> remoteMta,
            String text) {
        public static final int MAX_TEXT_LENGTH = 500;
        public static final DeliveryReport NONE =
                new DeliveryReport(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), "");
    }

    /**
     * What the message says of the mail that it is about. None of it is proof: only a signed mark of ours is, which
     * {@code MailCorrelation} reads.
     *
     * @param messageId the original message's id, with its brackets
     * @param returnPaths addresses to which the message came and from which the original went, most telling first: where our
     *     own envelope sender is found
     */
    public record MailTrace(Optional<String> messageId, List<String> returnPaths) {
        public static final MailTrace NONE = new MailTrace(Optional.empty(), List.of());

        public MailTrace {
            returnPaths = List.copyOf(returnPaths);
        }
    }

    public BounceVerdict {
        boolean diagnosed = kind == VerdictKind.FAILED || kind == VerdictKind.DELAYED;
        if (diagnosis.isPresent() != diagnosed) {
            throw new IllegalArgumentException("not a verdict: " + kind);
        }
    }

    /** It holds addresses: only its kind is for logs. */
    @Override
    public String toString() {
        return kind.label() + diagnosis.map(why -> ", " + why.reason().label()).orElse("");
    }
}
