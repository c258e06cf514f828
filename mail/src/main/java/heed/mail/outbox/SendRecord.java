package heed.mail.outbox;

import heed.mail.MailId;
import heed.mail.MessageClass;
import heed.mail.MessageKey;
import heed.mail.SendState;
import heed.mail.SkipReason;
import heed.mail.SmtpReply;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import heed.model.run.RunId;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of one mail: the verdict for a prospect and a message.
 *
 * @param skipReason why it was skipped or cancelled
 * @param attempts how often it was claimed
 * @param firstDeferredAt when a relay first said "not now"
 * @param due when it is tried next; empty unless it waits
 * @param changedAt when it came to stand where it stands
 * @param reply the relay's last answer
 * @param detail in words, where there was no answer; else empty
 */
public record SendRecord(
        MailId id,
        MessageKey key,
        MessageClass messageClass,
        Optional<ProspectId> prospect,
        Optional<EmailAddress> address,
        Optional<RunId> run,
        SendState state,
        Optional<SkipReason> skipReason,
        int attempts,
        Optional<Instant> firstDeferredAt,
        Optional<Instant> due,
        Instant changedAt,
        Optional<SmtpReply> reply,
        String detail) {

    /** Names the mail only: an address does not belong in a log. */
    @Override
    public String toString() {
        return "mail " + id + ", " + state.id();
    }
}
