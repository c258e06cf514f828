package heed.mail.gate;

import heed.mail.AttemptId;
import heed.mail.SendState;
import heed.mail.SenderId;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;

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
     * @param holder makes the attempts
     * @return a verdict for each claim, in order; durable when the call returns
     * @throws IllegalArgumentException if a key belongs to another account
     */
    List<ClaimVerdict> claim(List<Claim> claims, Clock clock, SenderId holder);

    /**
     * Decides whether an attempt under way may still complete its message, by {@link ClaimRules#confirm}, in one
     * transaction that locks and reads as {@link #claim} does. If it may, the attempt counts as claimed at that moment.
     *
     * @param clock read after the address is locked
     */
    ClaimVerdict confirm(AttemptId attempt, Clock clock);

    /**
     * Records the outcomes of attempts in one transaction. An outcome counts if {@link AttemptOutcome#appliesTo} returns
     * true, also long after the attempt was taken for one in doubt; other outcomes change nothing. {@code RETRY} and {@code REQUEUED}
     * cancel the mail if its run is cancelled.
     *
     * @return the state of each mail afterwards, in order
     */
    List<SendState> record(List<AttemptResult> results, Instant now);

    /** Returns who holds mails of the account: has reserved them, or transmits them. */
    Set<SenderId> findHolders();

    /** Returns the attempts that a sender makes at the moment, as far as the store knows, ordered by mail. */
    List<AttemptId> findUnderWay(SenderId holder);

    /**
     * Takes the mails that a sender has reserved and not claimed from it. They wait, due as before.
     *
     * @return the number of the mails
     */
    int releaseReserved(SenderId holder);

    /** An attempt and its outcome. */
    record AttemptResult(AttemptId attempt, AttemptOutcome outcome) {}
}
