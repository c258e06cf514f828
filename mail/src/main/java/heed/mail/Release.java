package heed.mail;

import java.time.Instant;
import java.util.Optional;

/**
 * How a taken mail is given back.
 *
 * @param due when it is tried again; empty if it has failed
 * @param why it waits or failed, in words without addresses
 */
public record Release(MailId mail, Optional<Instant> due, String why) {
    public static Release until(QueuedMail mail, Instant due, String why) {
        return new Release(mail.id(), Optional.of(due), why);
    }

    public static Release failed(QueuedMail mail, String why) {
        return new Release(mail.id(), Optional.empty(), why);
    }
}
