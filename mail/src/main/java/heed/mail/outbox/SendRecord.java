package heed.mail.outbox;

import heed.mail.MailId;
import heed.mail.MailMark;
import heed.mail.MailNonce;
import heed.mail.MessageClass;
import heed.mail.MessageKey;
import heed.mail.SendState;
import heed.mail.SkipReason;
import heed.mail.SmtpReply;
import heed.mail.gate.Mail;
import heed.mail.gate.MailIdentity;
import heed.mail.gate.MailProgress;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import heed.model.run.RunId;
import java.time.Instant;
import java.util.Optional;

/**
 * The record of one mail: what happened to a message for a prospect. Immutable.
 *
 * @param nonce empty if the mail was queued before mails had a nonce
 * @param prospect empty for a one-off mail
 * @param skipReason the reason why the mail was skipped or cancelled
 * @param attempts the number of times that the mail was claimed
 * @param claimedAt the instant at which the latest attempt was permitted: a no that was stored before would have stopped
 *     it; empty if there was no attempt
 * @param firstDeferredAt the instant of a relay's first deferral
 * @param due the instant of the next attempt; empty unless the mail waits
 * @param changedAt the instant at which the mail got its state
 * @param reply the relay's last reply
 * @param detail the reason of the state in words, where there was no reply; otherwise empty
 */
public record SendRecord(
        MailId id,
        Optional<MailNonce> nonce,
        MessageKey key,
        MessageClass messageClass,
        Optional<ProspectId> prospect,
        Optional<EmailAddress> address,
        Optional<RunId> run,
        SendState state,
        Optional<SkipReason> skipReason,
        int attempts,
        Optional<Instant> claimedAt,
        Optional<Instant> firstDeferredAt,
        Optional<Instant> due,
        Instant changedAt,
        Optional<SmtpReply> reply,
        String detail) {

    /** Returns the record of a mail that a store has read. */
    public static SendRecord of(Mail mail) {
        MailIdentity identity = mail.identity();
        MailProgress progress = mail.progress();
        return new SendRecord(
                identity.id(),
                identity.nonce(),
                identity.key(),
                identity.messageClass(),
                identity.prospect(),
                identity.address(),
                identity.run(),
                progress.state(),
                progress.skipReason(),
                progress.attempts(),
                progress.claimedAt(),
                progress.firstDeferredAt(),
                progress.due(),
                progress.changedAt(),
                progress.reply(),
                progress.detail());
    }

    /** Returns what the mail's links, return path and Message-ID say. */
    public MailMark mark() {
        return new MailMark(id, nonce, address);
    }

    /** Returns the id and the state only: an address does not belong in a log. */
    @Override
    public String toString() {
        return "mail " + id + ", " + state.id();
    }
}
