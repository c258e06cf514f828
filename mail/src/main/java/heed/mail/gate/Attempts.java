package heed.mail.gate;

import heed.mail.AttemptId;
import heed.mail.SendState;
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
     * Decides claims by {@link ClaimRules}, in one transaction. The transaction first locks the addresses in ascending
     * order, then reads the clock, and is serialized with every change of a suppression of those addresses. The claims
     * of one call are decided in order, each after the previous one.
     *
     * @param clock read after the addresses are locked
     * @param lease the time after which an attempt without an outcome is in doubt
     * @return a verdict for each claim, in order; durable when the call returns
     * @throws IllegalArgumentException if a key belongs to another account
     */
    List<ClaimVerdict> claim(List<Claim> claims, Clock clock, Duration lease);

    /**
     * Records the outcomes of attempts in one transaction. An outcome counts if {@link AttemptOutcome#appliesTo} returns
     * true, also long after its lease has expired; other outcomes change nothing. {@code RETRY} and {@code REQUEUED}
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
