package heed.mail;

import heed.model.prospect.EmailAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Marks each mail with an envelope sender (VERP) and a Message-ID of its own, by which a bounce finds its way back.
 * Immutable.
 */
public final class MailCorrelation {
    private static final Pattern TAGGED_ADDRESS = Pattern.compile("(?i)<?(.+)\\+([a-z2-7]{32})@([^@>]+)>?");
    private static final Pattern MESSAGE_ID = Pattern.compile("(?i)\\s*<?([a-z2-7]{32})@[^@>\\s]+>?\\s*");
    private static final int MAX_LOCAL_PART = 64 - 33;

    private final MailTokens tokens;
    private final String localPart;
    private final String domain;

    /**
     * @param mailbox where bounces arrive: {@code bounces@example.com} gets mail to {@code bounces+TOKEN@example.com}
     * @throws IllegalArgumentException if its local part is too long to be marked
     */
    public MailCorrelation(MailTokens tokens, EmailAddress mailbox) {
        this.tokens = tokens;
        int at = mailbox.value().lastIndexOf('@');
        this.localPart = mailbox.value().substring(0, at);
        this.domain = mailbox.value().substring(at + 1);
        if (localPart.length() > MAX_LOCAL_PART) {
            throw new IllegalArgumentException(
                    "before the @, the bounce mailbox has at most " + MAX_LOCAL_PART + " characters");
        }
    }

    public EmailAddress envelopeSender(MailId mail) {
        return new EmailAddress(localPart + "+" + tokens.issue(MailTokens.Purpose.BOUNCE, mail) + "@" + domain);
    }

    public String messageId(MailId mail) {
        return "<" + tokens.issue(MailTokens.Purpose.MESSAGE_ID, mail) + "@" + domain + ">";
    }

    /** Whose envelope sender an address is, as a server wrote it; empty if it is none of ours. */
    public Optional<MailId> findByEnvelopeSender(String address) {
        Matcher matcher = TAGGED_ADDRESS.matcher(address.strip());
        return matcher.matches() ? tokens.read(MailTokens.Purpose.BOUNCE, matcher.group(2)) : Optional.empty();
    }

    /** Whose Message-ID it is, as a server wrote it; empty if it is none of ours. */
    public Optional<MailId> findByMessageId(String messageId) {
        Matcher matcher = MESSAGE_ID.matcher(messageId);
        return matcher.matches() ? tokens.read(MailTokens.Purpose.MESSAGE_ID, matcher.group(1)) : Optional.empty();
    }
}
