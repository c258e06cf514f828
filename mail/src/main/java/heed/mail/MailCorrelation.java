package heed.mail;

import heed.model.prospect.EmailAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Correlates returned mail with the mail that was sent. Each mail has an envelope sender (VERP) and a Message-ID of its
 * own, and a bounce names one or both. Immutable.
 */
public final class MailCorrelation {
    private static final Pattern TAGGED_ADDRESS = Pattern.compile("(?i)<?(.+)\\+([a-z2-7]{32})@([^@>]+)>?");
    private static final Pattern MESSAGE_ID = Pattern.compile("(?i)\\s*<?([a-z2-7]{32,})@[^@>\\s]+>?\\s*");
    private static final int MAX_LOCAL_PART = 64 - 33;

    private final MailTokens tokens;
    private final String localPart;
    private final String domain;

    /**
     * Creates a correlation for one bounce mailbox.
     *
     * @param mailbox the address where bounces arrive: {@code bounces@example.com} receives the mail to {@code
     *     bounces+TOKEN@example.com}
     * @throws IllegalArgumentException if the local part is too long for a token to be added
     */
    public MailCorrelation(MailTokens tokens, EmailAddress mailbox) {
        this.tokens = tokens;
        int at = mailbox.value().lastIndexOf('@');
        this.localPart = mailbox.value().substring(0, at);
        this.domain = mailbox.value().substring(at + 1);
        if (localPart.length() > MAX_LOCAL_PART) {
            throw new IllegalArgumentException(
                    "the bounce mailbox may have at most " + MAX_LOCAL_PART + " characters before the @");
        }
    }

    /** Returns the envelope sender of the mail, which is always the same. */
    public EmailAddress envelopeSender(MailMark mail) {
        return new EmailAddress(localPart + "+" + tokens.issue(MailTokens.Purpose.BOUNCE, mail) + "@" + domain);
    }

    /** Returns the Message-ID of the mail with its angle brackets, which is always the same. */
    public String messageId(MailMark mail) {
        return "<" + tokens.issue(MailTokens.Purpose.MESSAGE_ID, mail) + "@" + domain + ">";
    }

    /**
     * Reads the mark of the mail that has this envelope sender.
     *
     * @param address as a server wrote it, in any case, with or without angle brackets
     * @return empty if this account did not issue the address
     */
    public Optional<MailMark> findByEnvelopeSender(String address) {
        Matcher matcher = TAGGED_ADDRESS.matcher(address.strip());
        return matcher.matches() ? tokens.read(MailTokens.Purpose.BOUNCE, matcher.group(2)) : Optional.empty();
    }

    /**
     * Reads the mark of the mail that has this Message-ID.
     *
     * @param messageId as a server wrote it, in any case, with or without angle brackets
     * @return empty if this account did not issue the Message-ID
     */
    public Optional<MailMark> findByMessageId(String messageId) {
        Matcher matcher = MESSAGE_ID.matcher(messageId);
        return matcher.matches() ? tokens.read(MailTokens.Purpose.MESSAGE_ID, matcher.group(1)) : Optional.empty();
    }
}
