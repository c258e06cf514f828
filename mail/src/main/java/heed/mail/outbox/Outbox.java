package heed.mail.outbox;

import heed.mail.MailId;
import heed.mail.MessageKey;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import heed.model.run.RunId;
import heed.model.store.UnitOfWork;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An account's mails: those on their way, and what became of the others. Thread-safe; several processes may work on one.
 * Each call is one transaction unless it says otherwise; a failure of what is below is a {@link
 * heed.model.store.StoreException}, and nothing of the call was kept.
 */
public interface Outbox {

    /** Whose it is: the account of every message key in it. */
    String account();

    /**
     * Queues mails, due now, in the unit's transaction: they are kept if it is. A message key is unique with the prospect
     * and, among all that are not skipped as duplicates, with the address: of five prospects with one address the first
     * has the mail, and the others are kept as skipped; so it is with several spellings of a mailbox, if the account takes
     * them for one ({@link heed.model.prospect.AddressMatching}). A cancelled run's mails are kept as cancelled. Suppression is not
     * asked here, but at the gate.
     *
     * @return what became of each mail, in order
     * @throws IllegalArgumentException if a key is another account's, or the unit is not one of this outbox's store
     */
    List<EnqueueResult> enqueue(UnitOfWork unit, List<OutgoingMail> mails, Instant now);

    /**
     * Takes the next mails that are due, by due time, then in the order they were queued; never those of a paused or
     * cancelled run. Two callers never take the same: each is due again at {@code until}, unless it is claimed or
     * released before.
     */
    List<QueuedMail> reserve(int limit, Instant now, Instant until);

    /** Gives back mails that were taken and not claimed; those that do not wait any more stay as they are. */
    void release(List<Requeue> requeues, Instant now);

    /** When the next mail is due, also if that is past; empty if none waits. Paused runs' mails are left out. */
    Optional<Instant> nextDue();

    /** Takes none of the run's mails any more and lets none pass the gate, until it is resumed. Repeatable. */
    void pause(RunId run);

    /** Repeatable. */
    void resume(RunId run);

    /** The runs that are paused. */
    Set<RunId> pausedRuns();

    /**
     * Withdraws the run's mails that wait, now and whatever it queues later; an attempt in flight runs to its end.
     *
     * @return how many were withdrawn
     */
    int cancel(RunId run, Instant now);

    /** Which of these have the message already, so that {@link #enqueue} would not queue it for them. */
    ExistingRecipients findExistingRecipients(
            MessageKey key, Collection<ProspectId> prospects, Collection<EmailAddress> addresses);

    /** How many mails stand where, of one run or of all; ordered by state, reason and suppression. */
    List<SendCount> countSends(Optional<RunId> run);

    /** The next mails that fit, by id. */
    List<SendRecord> listSends(SendQuery query, MailId after, int limit);
}
