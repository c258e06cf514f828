package heed.bounces.mailbox;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The mailbox in which bounces arrive. A message stays in it until it is marked as processed or quarantined. The same mailbox may
 * be open several times; a message that another instance has processed or quarantined is gone, which is not an error. For one thread at a time. Every
 * method throws {@link MailboxException} if the mailbox cannot be reached, read or changed.
 */
public interface BounceMailbox extends AutoCloseable {
    /** Returns the name of the mailbox for people, without a password. */
    String name();

    /** Returns the waiting messages, in the order of their arrival as far as it is known. Their content is not loaded. */
    List<WaitingMessage> listWaiting();

    /** Returns the first bytes of a message, at most {@code maxBytes}; empty if the message is gone. */
    Optional<byte[]> read(WaitingMessage message, int maxBytes);

    /** Deletes a message, or moves it to the processed ones. The change may take place only at {@link #close}. */
    void markProcessed(WaitingMessage message);

    /** Moves a message to the place for messages that need a person. In a mailbox without such a place, it stays and waits. */
    void quarantine(WaitingMessage message);

    /**
     * Waits until a message may have arrived, until the time-out, or until shortly after {@code stop} is true. Returns early if
     * the thread is interrupted, and keeps its interrupt status.
     */
    void await(Duration timeout, BooleanSupplier stop);

    /** Completes the changes of {@link #markProcessed} and {@link #quarantine}, and closes the mailbox. */
    @Override
    void close();

    /**
     * A waiting message.
     *
     * @param uid the identifier of the message, unique among all mailboxes and the same each time the mailbox is opened
     * @param size the approximate size in bytes
     */
    record WaitingMessage(String uid, long size) {}
}
