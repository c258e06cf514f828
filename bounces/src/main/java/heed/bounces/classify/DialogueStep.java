package heed.bounces.classify;

import java.util.List;
import java.util.Optional;

/**
 * Where in the SMTP dialogue (RFC 5321, 3) a server said no, by the words of Postfix, Exim, qmail and Sendmail. Who is refused
 * before the recipient was named is the sender, whatever the words are; what is refused after the message was sent is more
 * often the message.
 */
public enum DialogueStep {
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
    SENDER(
            "(in reply to MAIL FROM command)",
            "in reply to mail from",
            "mail server after mail from",
            "mail server after pipelined mail from",
            "mailer after mail from",
            "mailer after pipelined mail from",
            "but sender was rejected"),
    MESSAGE(
            "(in reply to end of DATA command)",
            "in reply to end of data",
            "mail server after end of data",
            "mail server after pipelined end of data",
            "mail server after sending data",
            "mailer after end of data",
            "mailer after pipelined end of data",
            "failed after i sent the message");

    /** One of these words is in each text that tells of a step, as mail systems write it. */
    private static final List<String> MARKERS = List.of("reply", "after", "rejected", "greeting", "refused", ">>>");

    private static final String SENT_PREFIX = ">>> ";
    private static final String ANSWER_PREFIX = "<<< ";

    private final String postfixText;
    private final List<String> phrases;

    DialogueStep(String postfixText, String... phrases) {
        this.postfixText = postfixText;
        this.phrases = List.of(phrases);
    }

    /** The step that a text tells of, where there is one other than the naming of the recipient. */
    public static Optional<DialogueStep> findIn(String text) {
        return MARKERS.stream().anyMatch(text::contains)
                ? findInNormalized(NormalizedText.normalize(text))
                : Optional.empty();
    }

    /** The same of a text that is folded. */
    static Optional<DialogueStep> findInNormalized(String plain) {
        if (MARKERS.stream().noneMatch(plain::contains)) {
            return Optional.empty();
        }
        for (DialogueStep step : values()) {
            if (step.phrases.stream().anyMatch(plain::contains)) {
                return Optional.of(step);
            }
        }
        return findInTranscript(plain);
    }

    /** The command before the first refusal, in what Sendmail and Courier write down of a session. */
    private static Optional<DialogueStep> findInTranscript(String plain) {
        if (!plain.contains(ANSWER_PREFIX)) {
            return Optional.empty();
        }
        int refused = Math.min(indexOf(plain, ANSWER_PREFIX + "5"), indexOf(plain, ANSWER_PREFIX + "4"));
        int sent = refused == Integer.MAX_VALUE ? -1 : plain.lastIndexOf(SENT_PREFIX, refused);
        if (sent < 0) {
            return Optional.empty();
        }
        int command = sent + SENT_PREFIX.length();
        if (plain.startsWith("mail from", command)) {
            return Optional.of(SENDER);
        }
        return plain.startsWith("ehlo", command) || plain.startsWith("helo", command)
                ? Optional.of(GREETING)
                : Optional.empty();
    }

    private static int indexOf(String plain, String words) {
        int at = plain.indexOf(words);
        return at < 0 ? Integer.MAX_VALUE : at;
    }

    /** The step as Postfix says it. */
    public String postfixText() {
        return postfixText;
    }

    /** Whether no recipient was named by then. */
    boolean isBeforeRecipient() {
        return this != MESSAGE;
    }
}
