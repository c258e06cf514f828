package heed.bounces.mailbox;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A mailbox that bounces arrive in. A message stays in it until it is settled. Several may be open on one mailbox; what another
 * has settled meanwhile is gone, and no error. For one thread at a time; what goes wrong is a {@link MailboxException}.
 */
public interface BounceMailbox extends AutoCloseable {
    /** As people know it, without a password. */
    String name();

    /** The messages that wait, in the order they arrived as far as that is known. Nothing of them is loaded. */
    List<WaitingMessage> listWaiting();

    /** At most so many bytes of a message, from its start; empty if it is gone. */
    Optional<byte[]> read(WaitingMessage message, int maxBytes);

    /** Takes a message out: deletes it, or moves it where processed ones are kept. It may last until {@link #close}. */
    void markProcessed(WaitingMessage message);

    /** Moves a message to where a person finds it; where there is no such place, it stays and waits on. */
    void quarantine(WaitingMessage message);

    /** Returns when something may have arrived, when that time has passed, or soon after it is told to stop. */
    void await(Duration timeout, BooleanSupplier stop);

    /** Ends what {@link #markProcessed} began. */
    @Override
    void close();

    /**
     * A message that waits.
     *
     * @param uid names it, and no other of this or another mailbox, whenever it is opened
     * @param size in bytes, about
     */
    record WaitingMessage(String uid, long size) {}
}
