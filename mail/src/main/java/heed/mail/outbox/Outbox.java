package heed.mail.outbox;

import heed.mail.MailId;
import heed.mail.MessageKey;
import heed.mail.SenderId;
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
 * The mails of an account: those that wait to be sent, and the record of all others. Thread-safe; several processes may
 * use one outbox. Each call is one transaction unless its method documents otherwise. If the store fails, a call throws a {@link
 * heed.model.store.StoreException} and changes nothing.
 */
public interface Outbox {

    /** Returns the account, which every message key of the outbox names. */
    String account();

    /**
     * Enqueues mails that are due now, in the transaction of the unit of work: they are stored if the unit commits. A
     * message key is unique together with the prospect and, among the mails that are not skipped as duplicates,
     * together with the address. Of five prospects with one address the first gets the mail, and the others are
     * recorded as skipped. The same holds for several spellings of one mailbox, if the account matches them ({@link
     * heed.model.prospect.AddressMatching}). The mails of a cancelled run are recorded as cancelled. The outbox does
     * not check suppression; the gate does.
     *
     * @return a result for each mail, in order
     * @throws IllegalArgumentException if a key belongs to another account, or the unit to another store
     */
    List<EnqueueResult> enqueue(UnitOfWork unit, List<OutgoingMail> mails, Instant now);

    /**
     * Reserves the next mails that are due, ordered by due time, then by the order in which they were enqueued. Mails
     * of a paused or cancelled run are left out. Two callers never get the same mail: a reserved mail stays with its holder
     * until it is claimed or released, or taken from a holder that has ended ({@link
     * heed.mail.gate.Attempts#releaseReserved}).
     *
     * @param limit the most mails to return
     * @param holder for whom the mails are reserved
     */
    List<QueuedMail> reserve(int limit, Instant now, SenderId holder);

    /** Releases mails that were reserved and not claimed. Mails that do not wait any more are not changed. */
    void release(List<Requeue> requeues, Instant now);

    /**
     * Returns when the next mail is due that nobody has reserved, which may be in the past; empty if there is none. Mails of
     * paused runs are left out.
     */
    Optional<Instant> nextDue();

    /**
     * Finds what is left to send.
     *
     * @param run looks at the mails of one run only; at the whole outbox if empty
     */
    UnsettledMail findUnsettled(Optional<RunId> run);

    /** Returns the runs with mail that waits or is in flight, paused or not. */
    Set<RunId> findUnsettledRuns();

    /**
     * Pauses a run: until the run is resumed, none of its mails is reserved or passes the gate. A second call changes
     * nothing.
     */
    void pause(RunId run);

    /** Resumes a paused run. A second call changes nothing. */
    void resume(RunId run);

    /** Returns the runs that are paused. */
    Set<RunId> pausedRuns();

    /**
     * Cancels the run's mails that wait, and those that the run enqueues later. An attempt in flight continues to its
     * end.
     *
     * @return the number of mails that were cancelled
     */
    int cancel(RunId run, Instant now);

    /**
     * Finds the given recipients who already have a mail of the message: {@link #enqueue} would not queue it for them.
     */
    ExistingRecipients findExistingRecipients(
            MessageKey key, Collection<ProspectId> prospects, Collection<EmailAddress> addresses);

    /**
     * Counts the mails by state and reason.
     *
     * @param run counts the mails of one run only; of the whole outbox if empty
     * @return the counts, ordered by state, reason and suppression
     */
    List<SendCount> countSends(Optional<RunId> run);

    /**
     * Lists the mails that match the query, ordered by id.
     *
     * @param after the listing starts behind this mail; {@link MailId#START} for the first page
     * @param limit the most mails to return
     */
    List<SendRecord> listSends(SendQuery query, MailId after, int limit);

    /** Lists the mails of a run to some prospects, ordered by id. */
    List<SendRecord> listSends(RunId run, Collection<ProspectId> prospects);
}
