package heed.mail.gate;

import heed.mail.AttemptId;
import heed.mail.SenderId;
import java.util.List;

/**
 * Notes which attempts of a sender may have reached the relay, faster than a store can. It survives the end of the
 * process, and so tells the next sender which of the claimed mails were never transmitted. Thread-safe.
 */
public interface AttemptJournal extends AutoCloseable {

    /** Returns the sender whose journal it is. */
    SenderId sender();

    /**
     * Notes that the end of a message is about to be transmitted: from now on the mail may have arrived.
     *
     * @return whether the note is kept if the process ends now; if not, the message must not be completed
     */
    boolean noteCompletion(AttemptId attempt);

    /** Notes the outcome of an attempt. */
    void noteOutcome(AttemptId attempt, AttemptOutcome outcome);

    /** Removes the notes of attempts whose outcomes the store has. */
    void remove(List<AttemptId> attempts);

    /** Ends the sender whose outcomes are all stored. The journal stays only if it has notes left. */
    @Override
    void close();

    /** Ends the sender and leaves the journal to the next one, because the store lacks outcomes. */
    void abandon();
}
