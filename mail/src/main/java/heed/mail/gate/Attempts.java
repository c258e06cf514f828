package heed.mail.gate;

import heed.mail.AttemptId;
import heed.mail.SendState;
import heed.mail.SkipReason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The attempts to transmit an account's mails: the port behind the gate. Thread-safe; a failure of what is below is a
 * {@link heed.model.store.StoreException}, and nothing of the call was kept.
 */
public interface Attempts {

    /**
     * Decides each claim, in one transaction that first takes the addresses (ascending), then reads the clock, and has one
     * order with every change of a suppression of those addresses. Of each claim, the first that applies:
     *
     * <ol>
     *   <li>the prospect has a mail of this key to another address: not taken, {@code DUPLICATE} of the prospect itself,
     *       and nothing changes;
     *   <li>the mail of this key and address is not the claim's prospect's: not taken, {@code DUPLICATE} of its prospect,
     *       and kept as skipped for a prospect that has no mail of this key yet. (A claim without a prospect fits any
     *       mail; a mail without one fits only a claim without one);
     *   <li>the mail is in flight or settled: not taken, {@link SkipReason#forState}, and left as it is;
     *   <li>its run is cancelled: not taken, {@code CANCELLED}, and kept as cancelled;
     *   <li>its run is paused: not taken, {@code PAUSED}, and left as it is;
     *   <li>its prospect does not have this address any more: not taken, {@code ADDRESS_CHANGED}, kept as skipped;
     *   <li>the address is suppressed: not taken, {@code SUPPRESSED} with the oldest suppression, kept as skipped;
     *   <li>else the mail, inserted if there is none of this key and address, is in flight from the clock's instant
     *       until the lease has passed, its attempt's number one higher: taken.
     * </ol>
     *
     * <p>A mail to another spelling of the address's mailbox, as the account takes mailboxes ({@link
     * heed.model.prospect.AddressMatching}), is a mail to it; a claim without a prospect fits none of those.
     *
     * <p>Claims of one call are decided in order, each after the one before.
     *
     * @return a verdict for each claim, in order; kept when this returns
     * @throws IllegalArgumentException if a key is another account's
     */
    List<ClaimVerdict> claim(List<Claim> claims, Clock clock, Duration lease);

    /**
     * Keeps what came of attempts, in one transaction. An outcome is accepted as {@link AttemptOutcome#appliesTo} has it, also long
     * after the lease; others change nothing. {@code RETRY} and {@code PUT_BACK} of a cancelled run's mail cancel it.
     *
     * @return the state of each mail afterwards, in order
     */
    List<SendState> record(List<AttemptResult> results, Instant now);

    /**
     * Ends the attempts whose lease has passed: the mail is unknown or, if the policy repeats and its run is not
     * cancelled, waits and is due now.
     *
     * @return how many
     */
    int expireLeases(Instant now, InDoubtPolicy policy);

    /** An attempt and what came of it. */
    record AttemptResult(AttemptId attempt, AttemptOutcome outcome) {}
}
