package heed.cli.mail;

import heed.bounces.mailbox.BounceMailbox;
import java.time.Duration;

/**
 * How what comes back is fetched.
 *
 * @param every how often, by who follows
 * @param most so many bytes of a message are read
 */
public record BounceMailboxSettings(Opening opening, Duration every, int most) {

    /** Opens the mailbox, as often as it is asked. */
    public interface Opening {
        /** @throws heed.bounces.mailbox.MailboxException if it cannot be reached */
        BounceMailbox open();
    }
}
