package heed.mail.gate;

import heed.mail.AttemptId;
import heed.mail.MessageClass;
import heed.mail.MessageKey;
import heed.model.prospect.EmailAddress;
import heed.model.store.StoreException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The only source of a {@link SendPermit}. Each attempt, the first and every retry, checks the address again in the
 * transaction that claims the attempt, so that every opt-out and bounce that was committed before is honoured. If the
 * store cannot answer, the gate throws the store's exception, and nothing may be sent. Thread-safe if its {@link
 * Attempts} are.
 */
public final class SendGate {
    private final Attempts attempts;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final AttemptJournal journal;

    /**
     * Creates the gate of an account for one sender.
     *
     * @param nanoTime the elapsed time, as of {@link System#nanoTime}, which nobody can set
     * @param journal the journal of the sender, which makes the attempts
     */
    public SendGate(Attempts attempts, Clock clock, LongSupplier nanoTime, AttemptJournal journal) {
        this.attempts = attempts;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.journal = journal;
    }

    /** Both clocks at the moment of a claim: the one that people set, and the elapsed time. */
    private static final class ClaimClock extends Clock {
        private final Clock clock;
        private final LongSupplier nanoTime;
        private volatile long readAt;

        ClaimClock(Clock clock, LongSupplier nanoTime) {
            this.clock = clock;
            this.nanoTime = nanoTime;
            this.readAt = nanoTime.getAsLong();
        }

        @Override
        public Instant instant() {
            readAt = nanoTime.getAsLong();
            return clock.instant();
        }

        @Override
        public ZoneId getZone() {
            return clock.getZone();
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return new ClaimClock(clock.withZone(zone), nanoTime);
        }
    }

    /**
     * Claims one mail to an address. The caller transmits the mail and records the outcome with {@link
     * Attempts#record}.
     *
     * @throws heed.model.store.StoreException if the store cannot answer: the mail must not be sent
     */
    public SendDecision claim(MessageKey key, EmailAddress address, MessageClass messageClass) {
        return claim(List.of(Claim.of(key, address, messageClass))).get(0);
    }

    /**
     * Claims several mails in one transaction.
     *
     * @return a decision for each claim, in order
     * @throws heed.model.store.StoreException if the store cannot answer: no mail of the batch may be sent
     */
    public List<SendDecision> claim(List<Claim> claims) {
        ClaimClock claimClock = new ClaimClock(clock, nanoTime);
        List<ClaimVerdict> verdicts = attempts.claim(claims, claimClock, journal.sender());
        if (verdicts.size() != claims.size()) {
            throw new IllegalStateException(verdicts.size() + " verdicts for " + claims.size() + " claims");
        }
        List<SendDecision> decisions = new ArrayList<>(claims.size());
        for (int i = 0; i < claims.size(); i++) {
            EmailAddress address = claims.get(i).address();
            decisions.add(verdicts.get(i)
                    .either(
                            granted -> new SendDecision.Permitted(new SendPermit(
                                    granted.attempt(),
                                    granted.nonce(),
                                    address,
                                    this,
                                    granted.claimedAt(),
                                    claimClock.readAt)),
                            SendDecision.Refused::new));
        }
        return decisions;
    }

    /**
     * Asks the store again whether an attempt under way may complete its message, and renews its permit.
     *
     * @return why not; empty if it may
     */
    Optional<SendReceipt> confirm(SendPermit permit) {
        ClaimClock claimClock = new ClaimClock(clock, nanoTime);
        try {
            return attempts.confirm(permit.attempt(), claimClock)
                    .either(
                            granted -> {
                                permit.renew(granted.claimedAt(), claimClock.readAt);
                                return Optional.empty();
                            },
                            reason -> Optional.of(new SendReceipt.Withdrawn(reason)));
        } catch (StoreException unanswered) {
            return Optional.of(new SendReceipt.PermitExpired());
        }
    }

    Instant now() {
        return clock.instant();
    }

    long nanoTime() {
        return nanoTime.getAsLong();
    }

    boolean noteCompletion(AttemptId attempt) {
        return journal.noteCompletion(attempt);
    }
}
