package heed.bounces.marking;

import heed.bounces.PersonalMail;
import heed.mail.MailId;
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
 * @param mail the mail to which it replies; empty if it is unknown
 */
public record Quarantined(
        long number,
        Instant quarantinedAt,
        Optional<String> uid,
        Optional<String> messageId,
        long size,
        String reason,
        Optional<PersonalMail> personal,
        Optional<MailId> mail) {}
