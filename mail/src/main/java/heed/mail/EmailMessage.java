package heed.mail;

import heed.model.prospect.EmailAddress;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A message as it is written for one recipient; who that is, is the permit's to say. Nothing in it can add a header, and
 * marketing mail without a way to unsubscribe cannot be built.
 *
 * @param envelopeSender the return path of this one mail (VERP)
 * @param messageId as in the header, with its brackets
 * @param subject one line
 * @param text the plain text part
 * @param html the HTML part, if there is one
 * @param unsubscribe the link of List-Unsubscribe, for one-click POST and for people
 */
public record EmailMessage(
        MessageClass messageClass,
        NamedAddress from,
        Optional<NamedAddress> replyTo,
        EmailAddress envelopeSender,
        String messageId,
        Instant date,
        String subject,
        Optional<String> text,
        Optional<String> html,
        Optional<URI> unsubscribe) {
    private static final Pattern MESSAGE_ID = Pattern.compile("<[A-Za-z0-9._+=-]{1,128}@[A-Za-z0-9.-]{1,253}>");

    public EmailMessage {
        if (HeaderText.isUnsafe(subject)) {
            throw new IllegalArgumentException("a subject is one line of plain text");
        }
        if (!MESSAGE_ID.matcher(messageId).matches()) {
            throw new IllegalArgumentException("not a Message-ID");
        }
        if (text.isEmpty() && html.isEmpty()) {
            throw new IllegalArgumentException("a message has text, HTML or both");
        }
        if (messageClass == MessageClass.MARKETING && unsubscribe.isEmpty()) {
            throw new IllegalArgumentException("marketing mail says how to unsubscribe");
        }
        unsubscribe.ifPresent(link -> {
            boolean web = "https".equals(link.getScheme()) || "http".equals(link.getScheme());
            if (!web || !link.toString().equals(link.toASCIIString())) {
                throw new IllegalArgumentException("an unsubscribe link is an http address in ASCII");
            }
        });
    }

    /** A message is a person's: nothing of it belongs in a log. */
    @Override
    public String toString() {
        return "message " + messageId;
    }
}
