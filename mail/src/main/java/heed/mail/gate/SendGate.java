package heed.mail.gate;

import heed.mail.MessageClass;
import heed.mail.MessageKey;
import heed.model.prospect.EmailAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The only source of a {@link SendPermit}. Each attempt, the first and every retry, checks the address again in the
 * transaction that claims the attempt, so that every opt-out and bounce that was committed before is honoured. If the
 * store cannot answer, the gate throws the store's exception, and nothing may be sent. Thread-safe if its {@link
 * Attempts} are.
 */
public final class SendGate {
    private final Attempts attempts;
    private final Clock clock;
    private final Duration lease;

    /**
     * Creates the gate of an account.
     *
     * @param lease the time after which an attempt without an outcome is in doubt; must be longer than all timeouts of
     *     a send together
     * @throws IllegalArgumentException if the lease is not longer than {@link SendPermit#VALID_FOR}
     */
    public SendGate(Attempts attempts, Clock clock, Duration lease) {
        if (lease.compareTo(SendPermit.VALID_FOR) <= 0) {
            throw new IllegalArgumentException("a lease must be longer than a permit is valid");
        }
        this.attempts = attempts;
        this.clock = clock;
        this.lease = lease;
    }

    /** Returns the time after which an attempt without an outcome is in doubt. */
    public Duration lease() {
        return lease;
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
