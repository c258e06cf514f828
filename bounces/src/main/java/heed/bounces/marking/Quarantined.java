package heed.bounces.marking;

import heed.bounces.PersonalMail;
import heed.mail.MailId;
import heed.model.prospect.EmailAddress;
import java.time.Instant;
import java.util.Optional;

/**
 * A message of the bounce mailbox that only a person can handle.
 *
 * @param number the number by which a person names it
 * @param uid the place of the message when it was read, as in {@link ReturnedMessage}
 * @param messageId its Message-ID
 * @param size in bytes
 * @param reason why it needs a person, in words for people
 * @param personal what a person needs to know of it; empty if it could not be read
 * @param replied the mail to which it replies
 */
public record Quarantined(
        long number,
        Instant quarantinedAt,
        Optional<String> uid,
        Optional<String> messageId,
        long size,
        String reason,
        Optional<PersonalMail> personal,
        RepliedMail replied) {

    /**
     * The mail to which a message replies.
     *
     * @param mail empty if it is unknown, or not in the store
     * @param missing the address that the mail went to if the store does not have it; else empty
     */
    public record RepliedMail(Optional<MailId> mail, Optional<EmailAddress> missing) {
        /** A message that replies to no known mail. */
        public static final RepliedMail UNKNOWN = new RepliedMail(Optional.empty(), Optional.empty());

        /** Returns the mail only, so that no address gets into a log. */
        @Override
        public String toString() {
            return mail.map(id -> "mail " + id).orElse("unknown mail");
        }
    }
}
