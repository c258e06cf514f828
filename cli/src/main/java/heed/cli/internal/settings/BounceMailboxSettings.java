package heed.cli.internal.settings;

import heed.bounces.mailbox.BounceMailbox;
import java.time.Duration;

/**
 * How what comes back is fetched.
 *
 * @param interval how often, by who follows
 * @param maxBytes so many bytes of a message are read
 */
public record BounceMailboxSettings(MailboxOpener opener, Duration interval, int maxBytes) {

    /** Opens the mailbox, as often as it is asked. */
    public interface MailboxOpener {
        /** @throws heed.bounces.mailbox.MailboxException if it cannot be reached */
        BounceMailbox open();
    }
}
