package heed.mail;

import heed.model.prospect.EmailAddress;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A message that was composed for one recipient. The message does not name the recipient: the {@link
 * heed.mail.gate.SendPermit} does. No part of a message can add a header, and a marketing message without an
 * unsubscribe link cannot be built. Immutable.
 *
 * @param envelopeSender the return path of this one mail (VERP)
 * @param messageId the value of the Message-ID header, with its angle brackets
 * @param subject one line of plain text
 * @param text the plain text part; empty if there is only HTML
 * @param html the HTML part; empty if there is only plain text
 * @param unsubscribe the link of the List-Unsubscribe header, for one-click POST requests and for people; required for
 *     marketing mail
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
            throw new IllegalArgumentException("a subject must be one line of plain text");
        }
        if (!MESSAGE_ID.matcher(messageId).matches()) {
            throw new IllegalArgumentException("not a Message-ID");
        }
        if (text.isEmpty() && html.isEmpty()) {
            throw new IllegalArgumentException("a message needs text, HTML or both");
        }
        if (messageClass == MessageClass.MARKETING && unsubscribe.isEmpty()) {
            throw new IllegalArgumentException("a marketing message needs an unsubscribe link");
        }
        unsubscribe.ifPresent(link -> {
            boolean web = "https".equals(link.getScheme()) || "http".equals(link.getScheme());
            if (!web || !link.toString().equals(link.toASCIIString())) {
                throw new IllegalArgumentException("an unsubscribe link must be an http or https URL in ASCII");
            }
        });
    }

    /** Returns the Message-ID only: a message is personal data and does not belong in a log. */
    @Override
    public String toString() {
        return "message " + messageId;
    }
}
