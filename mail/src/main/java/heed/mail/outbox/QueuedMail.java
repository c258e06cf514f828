package heed.mail.outbox;

import heed.mail.MailId;
import heed.mail.MailMark;
import heed.mail.MailNonce;
import heed.mail.MessageClass;
import heed.mail.MessageKey;
import heed.mail.gate.Claim;
import heed.mail.gate.Mail;
import heed.mail.gate.MailIdentity;
import heed.mail.gate.MailProgress;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import heed.model.run.RunId;
import java.time.Instant;
import java.util.Optional;

/**
 * A mail that was reserved from the outbox and waits to be sent. Immutable.
 *
 * @param nonce empty if the mail was queued before mails had a nonce
 * @param prospect empty for a one-off mail to an address
 * @param deferrals the number of attempts that a relay has deferred
 * @param firstDeferredAt the instant of the first deferral, where the retry schedule starts; empty if there was none
 */
public record QueuedMail(
        MailId id,
        Optional<MailNonce> nonce,
        MessageKey key,
        Optional<ProspectId> prospect,
        EmailAddress address,
        MessageClass messageClass,
        Optional<RunId> run,
        int deferrals,
        Optional<Instant> firstDeferredAt) {

    /** Returns a waiting mail, as a store has read it. */
    public static QueuedMail of(Mail mail) {
        MailIdentity identity = mail.identity();
        MailProgress progress = mail.progress();
        return new QueuedMail(
                identity.id(),
                identity.nonce(),
                identity.key(),
                identity.prospect(),
                identity.address().orElseThrow(),
                identity.messageClass(),
                identity.run(),
                progress.deferrals(),
                progress.firstDeferredAt());
    }

    /** Returns what the mail's links, return path and Message-ID say. */
    public MailMark mark() {
        return new MailMark(id, nonce, Optional.of(address));
    }

    /** Returns the claim for the next attempt of the mail. */
    public Claim toClaim() {
        return new Claim(key, address, prospect, messageClass, run);
    }

    /** Returns the id only: an address does not belong in a log. */
    @Override
    public String toString() {
        return "mail " + id;
    }
}
