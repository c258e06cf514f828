package heed.mail.gate;

import heed.mail.AttemptId;
import heed.mail.SenderId;
import java.util.Optional;

/** The journals of the senders on this machine. Thread-safe. */
public interface AttemptJournals {

    /** Opens the journal of a new sender. If no journal can be kept here, it returns one that keeps nothing. */
    AttemptJournal open();

    /**
     * Finds the journal of a sender that has certainly ended. A sender that is only stopped has not.
     *
     * @return empty if the sender lives, or if this machine cannot know
     */
    Optional<EndedJournal> findEnded(SenderId sender);

    /** The journal of a sender that has ended. */
    interface EndedJournal {
        /** Returns what the sender has noted about an attempt that it had claimed and whose outcome is not stored. */
        Fate fateOf(AttemptId attempt);

        /** Deletes the journal, once the store has all that it tells. */
        void delete();
    }

    /** What became of an attempt. */
    enum Fate {
        /** The message was never completed: the mail was not sent. */
        NOT_SENT,
        /** The message may have been completed, and no reply was noted. */
        IN_DOUBT,
        /** The relay accepted the mail. */
        ACCEPTED;

        /** Returns the fate of an attempt whose outcome is known. */
        public static Fate of(AttemptOutcome outcome) {
            return switch (outcome.kind()) {
                case SENT -> ACCEPTED;
                case UNKNOWN, REPEATED -> IN_DOUBT;
                case RETRY, REQUEUED, REJECTED, EXPIRED, FAILED -> NOT_SENT;
            };
        }
    }
}
