package heed.mail.gate;

import heed.mail.MessageClass;
import heed.mail.MessageKey;
import heed.model.prospect.EmailAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The one way to a {@link SendPermit}. Each attempt, the first and every other, rechecks the address in the transaction
 * that claims the attempt, so that an opt-out or bounce whose commit returned before is honoured. When the store cannot
 * answer, its exception comes out of here, and nothing may be sent. Thread-safe if its attempts are.
 */
public final class SendGate {
    private final Attempts attempts;
    private final Clock clock;
    private final Duration lease;

    /** @param lease after which an attempt without an outcome is in doubt; longer than all time-outs of a send together */
    public SendGate(Attempts attempts, Clock clock, Duration lease) {
        if (lease.compareTo(SendPermit.VALID_FOR) <= 0) {
            throw new IllegalArgumentException("a lease is longer than a permit is good for");
        }
        this.attempts = attempts;
        this.clock = clock;
        this.lease = lease;
    }

    public Duration lease() {
        return lease;
    }

    /** Claims one mail to an address; the caller transmits it and records the outcome with {@link Attempts#record}. */
    public SendDecision claim(MessageKey key, EmailAddress address, MessageClass messageClass) {
        return claim(List.of(Claim.of(key, address, messageClass))).get(0);
    }

    /**
     * Claims several in one transaction.
     *
     * @return a decision for each claim, in order
     * @throws heed.model.store.StoreException if the store cannot answer: nothing of the batch may be sent
     */
    public List<SendDecision> claim(List<Claim> claims) {
        List<ClaimVerdict> verdicts = attempts.claim(claims, clock, lease);
        if (verdicts.size() != claims.size()) {
            throw new IllegalStateException(verdicts.size() + " verdicts for " + claims.size() + " claims");
        }
        List<SendDecision> decisions = new ArrayList<>(claims.size());
        for (int i = 0; i < claims.size(); i++) {
            EmailAddress address = claims.get(i).address();
            decisions.add(verdicts.get(i)
                    .either(
                            granted -> new SendDecision.Permitted(
                                    new SendPermit(granted.attempt(), address, granted.claimedAt())),
                            SendDecision.Refused::new));
        }
        return decisions;
    }
}
