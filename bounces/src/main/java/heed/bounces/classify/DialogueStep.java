package heed.bounces.classify;

import java.util.List;
import java.util.Optional;

/**
 * The step of the SMTP dialogue (RFC 5321, 3) at which a server refused a mail, from the wording of Postfix, Exim, qmail and
 * Sendmail. A refusal before the recipient was named is a refusal of the sender, whatever its text. A refusal after the message
 * was sent is more often a refusal of the message. The step of naming the recipient has no constant, because it is the usual one.
 */
public enum DialogueStep {
    /** The connection, EHLO or HELO. */
    GREETING(
            "(in reply to EHLO command)",
            "in reply to ehlo",
            "in reply to helo",
            "in reply to initial",
            "mail server after ehlo",
            "mail server after helo",
            "mail server after initial",
            "mailer after ehlo",
            "mailer after helo",
            "mailer after initial",
            "but my name was rejected",
            "but greeting failed",
            "refused to talk to me"),
    /** MAIL FROM. */
    SENDER(
            "(in reply to MAIL FROM command)",
            "in reply to mail from",
            "mail server after mail from",
            "mail server after pipelined mail from",
            "mailer after mail from",
            "mailer after pipelined mail from",
            "but sender was rejected"),
    /** The end of the message that DATA sent. */
    MESSAGE(
            "(in reply to end of DATA command)",
            "in reply to end of data",
            "mail server after end of data",
            "mail server after pipelined end of data",
            "mail server after sending data",
            "mailer after end of data",
            "mailer after pipelined end of data",
            "failed after i sent the message");

    /** Words of which every text about a step contains one. Most texts contain none and need no further search. */
    private static final List<String> MARKERS = List.of("reply", "after", "rejected", "greeting", "refused", ">>>");

    private static final String SENT_PREFIX = ">>> ";
    private static final String ANSWER_PREFIX = "<<< ";

    private final String postfixText;
    private final List<String> phrases;

    DialogueStep(String postfixText, String... phrases) {
        this.postfixText = postfixText;
        this.phrases = List.of(phrases);
    }

    /** Returns the step that a text names; empty if it names none, or the naming of the recipient. */
    public static Optional<DialogueStep> findIn(String text) {
        return MARKERS.stream().anyMatch(text::contains)
                ? findInNormalized(NormalizedText.normalize(text))
                : Optional.empty();
    }

    /** Returns the step that a normalized text names. */
    static Optional<DialogueStep> findInNormalized(String normalized) {
        if (MARKERS.stream().noneMatch(normalized::contains)) {
            return Optional.empty();
        }
        for (DialogueStep step : values()) {
            if (step.phrases.stream().anyMatch(normalized::contains)) {
                return Optional.of(step);
            }
        }
        return findInTranscript(normalized);
    }

    /** Returns the step of the command before the first refusal, in a session transcript of Sendmail or Courier. */
    private static Optional<DialogueStep> findInTranscript(String normalized) {
        if (!normalized.contains(ANSWER_PREFIX)) {
            return Optional.empty();
        }
        int refused = Math.min(indexOf(normalized, ANSWER_PREFIX + "5"), indexOf(normalized, ANSWER_PREFIX + "4"));
        int sent = refused == Integer.MAX_VALUE ? -1 : normalized.lastIndexOf(SENT_PREFIX, refused);
        if (sent < 0) {
            return Optional.empty();
        }
        int command = sent + SENT_PREFIX.length();
        if (normalized.startsWith("mail from", command)) {
            return Optional.of(SENDER);
        }
        return normalized.startsWith("ehlo", command) || normalized.startsWith("helo", command)
                ? Optional.of(GREETING)
                : Optional.empty();
    }

    /** Returns the index of words in a text; the greatest number if there is none. */
    private static int indexOf(String normalized, String words) {
        int at = normalized.indexOf(words);
        return at < 0 ? Integer.MAX_VALUE : at;
    }

    /** Returns the wording of Postfix for this step. */
    public String postfixText() {
        return postfixText;
    }

    /** Whether the recipient has not been named at this step. */
    boolean isBeforeRecipient() {
        return this != MESSAGE;
    }
}
