package heed.mail.gate;

import heed.mail.AttemptId;
import heed.mail.SkipReason;
import java.time.Instant;
import java.util.function.Function;

/** What a store decided of one claim, as data: only the gate turns it into a permit. */
public sealed interface ClaimVerdict {
    <R> R either(Function<Granted, R> granted, Function<SkipReason, R> denied);

    /**
     * The attempt is the claimant's.
     *
     * @param claimedAt read from the clock in the claim's transaction while it held its locks, and so before its commit
     */
    record Granted(AttemptId attempt, Instant claimedAt) implements ClaimVerdict {
        @Override
        public <R> R either(Function<Granted, R> granted, Function<SkipReason, R> denied) {
            return granted.apply(this);
        }
    }

    /** Not to be sent. */
    record Denied(SkipReason reason) implements ClaimVerdict {
        @Override
        public <R> R either(Function<Granted, R> granted, Function<SkipReason, R> denied) {
            return denied.apply(reason);
        }
    }
}
