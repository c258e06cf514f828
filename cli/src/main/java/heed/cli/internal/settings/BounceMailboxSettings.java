package heed.cli.internal.settings;

import heed.bounces.mailbox.BounceMailbox;
import java.time.Duration;

/**
 * How the bounce mailbox is read.
 *
 * @param interval the time between two reads with {@code --follow}
 * @param maxBytes the bytes that are read of a message; the rest is ignored
 */
public record BounceMailboxSettings(MailboxOpener opener, Duration interval, int maxBytes) {

    /** Opens the mailbox; can be called again. */
    public interface MailboxOpener {
        /** @throws heed.bounces.mailbox.MailboxException if the mailbox cannot be reached */
        BounceMailbox open();
    }
}
