package heed.mail.outbox;

import heed.mail.MailId;
import java.time.Instant;
import java.util.Optional;

/**
 * How a taken mail is given back.
 *
 * @param due when it is tried again; empty if it has failed
 * @param reason it waits or failed, in words without addresses
 */
public record Requeue(MailId mail, Optional<Instant> due, String reason) {
    public static Requeue until(QueuedMail mail, Instant due, String reason) {
        return new Requeue(mail.id(), Optional.of(due), reason);
    }

    public static Requeue failed(QueuedMail mail, String reason) {
        return new Requeue(mail.id(), Optional.empty(), reason);
    }
}
