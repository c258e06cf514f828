package heed.mail.outbox;

import heed.mail.MailId;
import heed.mail.SkipReason;
import java.util.Optional;

/**
 * The result of enqueuing one mail. Immutable.
 *
 * @param mail the mail of the message key and prospect
 * @param skipReason the reason why the mail was skipped or cancelled; present only with {@link EnqueueStatus#REFUSED}
 * @param existing the mail that the prospect has already; present only with {@link EnqueueStatus#KNOWN}
 */
public record EnqueueResult(
        MailId mail, EnqueueStatus status, Optional<SkipReason> skipReason, Optional<ExistingMail> existing) {

    /** The kinds of results. */
    public enum EnqueueStatus {
        /** The mail waits to be sent. */
        QUEUED,
        /** The prospect already has a mail of this message, in whatever state: nothing changed. */
        KNOWN,
        /** The mail was recorded as skipped or cancelled. */
        REFUSED
    }
}
