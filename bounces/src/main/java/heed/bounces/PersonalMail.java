package heed.bounces;

import heed.model.prospect.EmailAddress;
import java.util.Optional;

/**
 * What a person needs to know of a message in the bounce mailbox that is no report.
 *
 * @param sender the address in its From field; empty if there is none
 * @param subject its subject; empty text if there is none
 * @param excerpt the first lines that the sender wrote, without what is quoted; at most {@link #MAX_EXCERPT} characters
 * @param asksOptOut whether the subject or the first lines have words that ask for no more mail. A person decides
 */
public record PersonalMail(Optional<EmailAddress> sender, String subject, String excerpt, boolean asksOptOut) {
    /** How long an excerpt is at most, in characters. */
    public static final int MAX_EXCERPT = 400;

    /** Returns nothing of its contents, because personal data does not belong in a log. */
    @Override
    public String toString() {
        return asksOptOut ? "a mail that asks for no more mail" : "a mail";
    }
}
