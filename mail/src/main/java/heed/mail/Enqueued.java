package heed.mail;

import java.util.Optional;

/**
 * What became of a mail that was to be queued.
 *
 * @param mail the mail of its key and prospect
 * @param outcome what happened
 * @param refusal why it was skipped or cancelled; empty for one that was queued or known
 */
public record Enqueued(MailId mail, Kind outcome, Optional<Refusal> refusal) {

    /** The kinds of outcomes. */
    public enum Kind {
        /** On its way. */
        QUEUED,
        /** The prospect has this message already, whatever became of it: nothing changed. */
        KNOWN,
        /** Kept as skipped or cancelled. */
        REFUSED
    }
}
