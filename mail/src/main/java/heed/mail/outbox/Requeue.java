package heed.mail.outbox;

import heed.mail.MailId;
import java.time.Instant;
import java.util.Optional;

/**
 * The release of a reserved mail, which returns to the queue or fails. Immutable.
 *
 * @param due the instant of the next attempt; empty if the mail has failed
 * @param reason why the mail waits or failed, in words without addresses
 */
public record Requeue(MailId mail, Optional<Instant> due, String reason) {
    /** Returns the release of a mail that waits until an instant. */
    public static Requeue until(QueuedMail mail, Instant due, String reason) {
        return new Requeue(mail.id(), Optional.of(due), reason);
    }

    /** Returns the release of a mail that has failed. */
    public static Requeue failed(QueuedMail mail, String reason) {
        return new Requeue(mail.id(), Optional.empty(), reason);
    }
}
