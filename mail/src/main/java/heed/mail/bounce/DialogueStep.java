package heed.mail.bounce;

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
    private static final List<String> SIGNS = List.of("reply", "after", "rejected", "greeting", "refused", ">>>");

    private static final String SENT = ">>> ";
    private static final String ANSWERED = "<<< ";

    private final String words;
    private final List<String> sayings;

    DialogueStep(String words, String... sayings) {
        this.words = words;
        this.sayings = List.of(sayings);
    }

    /** The step that a text tells of, where there is one other than the naming of the recipient. */
    public static Optional<DialogueStep> in(String text) {
        return SIGNS.stream().anyMatch(text::contains) ? of(PlainText.of(text)) : Optional.empty();
    }

    /** The same of a text that is folded. */
    static Optional<DialogueStep> of(String plain) {
        if (SIGNS.stream().noneMatch(plain::contains)) {
            return Optional.empty();
        }
        for (DialogueStep step : values()) {
            if (step.sayings.stream().anyMatch(plain::contains)) {
                return Optional.of(step);
            }
        }
        return transcribed(plain);
    }

    /** The command before the first refusal, in what Sendmail and Courier write down of a session. */
    private static Optional<DialogueStep> transcribed(String plain) {
        if (!plain.contains(ANSWERED)) {
            return Optional.empty();
        }
        int refused = Math.min(place(plain, ANSWERED + "5"), place(plain, ANSWERED + "4"));
        int sent = refused == Integer.MAX_VALUE ? -1 : plain.lastIndexOf(SENT, refused);
        if (sent < 0) {
            return Optional.empty();
        }
        int command = sent + SENT.length();
        if (plain.startsWith("mail from", command)) {
            return Optional.of(SENDER);
        }
        return plain.startsWith("ehlo", command) || plain.startsWith("helo", command)
                ? Optional.of(GREETING)
                : Optional.empty();
    }

    private static int place(String plain, String words) {
        int at = plain.indexOf(words);
        return at < 0 ? Integer.MAX_VALUE : at;
    }

    /** The step as Postfix says it. */
    public String words() {
        return words;
    }

    /** Whether no recipient was named by then. */
    boolean beforeRecipient() {
        return this != MESSAGE;
    }
}
