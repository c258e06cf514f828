package heed.mail.outbox;

import heed.mail.MailId;
import heed.mail.SkipReason;
import java.util.Optional;

/**
 * What became of a mail that was to be queued.
 *
 * @param mail the mail of its key and prospect
 * @param status what happened
 * @param skipReason why it was skipped or cancelled; empty for one that was queued or known
 */
public record EnqueueResult(MailId mail, EnqueueStatus status, Optional<SkipReason> skipReason) {

    /** The kinds of outcomes. */
    public enum EnqueueStatus {
        /** On its way. */
        QUEUED,
        /** The prospect has this message already, whatever became of it: nothing changed. */
        KNOWN,
        /** Kept as skipped or cancelled. */
        REFUSED
    }
}
