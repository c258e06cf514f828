package heed.mail.outbox;

import heed.mail.MailId;
import heed.mail.MailNonce;
import heed.mail.SkipReason;
import heed.mail.gate.Mail;
import heed.mail.gate.MailIdentity;
import heed.mail.gate.MailIndex;
import heed.mail.gate.RunSendingStates;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The rules of {@link Outbox#enqueue}, for the mails of one call. A store loads what the rules look up, calls {@link
 * #enqueue} for each mail in order, and inserts what {@link #added} returns. Not thread-safe.
 */
public final class EnqueueRules {
    private final MailIndex mails;
    private final RunSendingStates runs;
    private final Supplier<MailId> newMailIds;
    private final Instant now;
    private final List<Mail> added = new ArrayList<>();

    /**
     * @param mails the mails of the prospects and mailboxes of the call for its messages
     * @param runs the paused and cancelled ones of the runs of the call
     * @param newMailIds gives an id for each new mail, higher than all before
     */
    public EnqueueRules(MailIndex mails, RunSendingStates runs, Supplier<MailId> newMailIds, Instant now) {
        this.mails = mails;
        this.runs = runs;
        this.newMailIds = newMailIds;
        this.now = now;
    }

    /**
     * Queues the next mail, due now, by the first rule that applies:
     *
     * <ol>
     *   <li>the prospect has a mail of this message, in whatever state: nothing changes;
     *   <li>the mail has no address: skipped;
     *   <li>another mail of this message holds the address's mailbox: skipped as its duplicate;
     *   <li>the run is cancelled: cancelled;
     *   <li>otherwise the mail waits and is due now.
     * </ol>
     */
    public EnqueueResult enqueue(OutgoingMail outgoing) {
        Optional<Mail> existing = mails.find(outgoing.key(), outgoing.prospect());
        if (existing.isPresent()) {
            return new EnqueueResult(
                    existing.get().id(),
                    EnqueueResult.EnqueueStatus.KNOWN,
                    Optional.empty(),
                    existing.map(ExistingMail::of));
        }
        Optional<Mail> addressMail = outgoing.address().flatMap(address -> mails.find(outgoing.key(), address));
        Mail mail = create(outgoing);
        if (outgoing.address().isEmpty()) {
            mail.skip(SkipReason.of(SkipReason.SkipCode.NO_ADDRESS), now);
        } else if (addressMail.isPresent()) {
            mail.skip(SkipReason.duplicate(addressMail.get().identity().prospect()), now);
        } else if (runs.isCancelled(mail)) {
            mail.cancel(now);
        } else {
            mail.queue(now, now);
        }
        mails.add(mail);
        added.add(mail);
        Optional<SkipReason> skipReason = mail.progress().skipReason();
        return new EnqueueResult(
                mail.id(),
                skipReason.isPresent() ? EnqueueResult.EnqueueStatus.REFUSED : EnqueueResult.EnqueueStatus.QUEUED,
                skipReason,
                Optional.empty());
    }

    private Mail create(OutgoingMail outgoing) {
        MailIdentity identity = new MailIdentity(
                newMailIds.get(),
                Optional.of(MailNonce.random()),
                outgoing.key(),
                outgoing.messageClass(),
                Optional.of(outgoing.prospect()),
                outgoing.address(),
                outgoing.run());
        return Mail.create(identity, now);
    }

    /** Returns the mails that the call has created, by id. */
    public List<Mail> added() {
        return added;
    }
}
