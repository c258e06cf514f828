package heed.mail.gate;

import heed.mail.AttemptId;
import heed.mail.SendState;
import heed.mail.SkipReason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The attempts to transmit an account's mails: the store's port for the gate. Thread-safe. If the store fails, a call
 * throws a {@link heed.model.store.StoreException} and changes nothing.
 */
public interface Attempts {

    /**
     * Decides claims in one transaction. The transaction first locks the addresses in ascending order, then reads the
     * clock, and is serialized with every change of a suppression of those addresses. The first of these rules that
     * applies decides a claim:
     *
     * <ol>
     *   <li>The prospect has a mail of this key to another address: denied as {@code DUPLICATE} of the prospect itself;
     *       nothing changes.
     *   <li>The mail of this key and address belongs to another prospect than the claim's: denied as {@code DUPLICATE}
     *       of that prospect; recorded as skipped for a prospect that has no mail of this key yet. (A claim without a
     *       prospect matches any mail; a mail without a prospect matches only a claim without one.)
     *   <li>The mail is in flight or settled: denied with {@link SkipReason#forState}; the mail does not change.
     *   <li>The mail's run is cancelled: denied as {@code CANCELLED}; the mail becomes cancelled.
     *   <li>The mail's run is paused: denied as {@code PAUSED}; the mail does not change.
     *   <li>The mail's prospect has changed to another address: denied as {@code ADDRESS_CHANGED}; the mail becomes
     *       skipped.
     *   <li>The address is suppressed: denied as {@code SUPPRESSED} with the oldest suppression; the mail becomes
     *       skipped.
     *   <li>Otherwise granted: the mail, inserted if there is none of this key and address, is in flight from the
     *       clock's instant until the lease expires, and the number of its attempt is one higher.
     * </ol>
     *
     * <p>A mail to another spelling of the same mailbox, as the account matches addresses ({@link
     * heed.model.prospect.AddressMatching}), counts as a mail to the address. A claim without a prospect matches no
     * such mail.
     *
     * <p>The claims of one call are decided in order, each after the previous one.
     *
     * @param clock read after the addresses are locked
     * @param lease the time after which an attempt without an outcome is in doubt
     * @return a verdict for each claim, in order; durable when the call returns
     * @throws IllegalArgumentException if a key belongs to another account
     */
    List<ClaimVerdict> claim(List<Claim> claims, Clock clock, Duration lease);

    /**
     * Records the outcomes of attempts in one transaction. An outcome counts if {@link AttemptOutcome#appliesTo} says
     * so, also long after its lease has expired; other outcomes change nothing. {@code RETRY} and {@code REQUEUED}
     * cancel the mail if its run is cancelled.
     *
     * @return the state of each mail afterwards, in order
     */
    List<SendState> record(List<AttemptResult> results, Instant now);

    /**
     * Ends the attempts whose lease has expired. The mail becomes unknown; with {@link InDoubtPolicy#REPEAT}, and if
     * its run is not cancelled, the mail waits and is due now.
     *
     * @return the number of attempts that were ended
     */
    int expireLeases(Instant now, InDoubtPolicy policy);

    /** An attempt and its outcome. */
    record AttemptResult(AttemptId attempt, AttemptOutcome outcome) {}
}
