package heed.mail;

import java.time.Instant;
import java.util.function.Function;

/** What a store decided of one claim, as data: only the gate turns it into a permit. */
public sealed interface ClaimVerdict {
    <R> R either(Function<Taken, R> taken, Function<Refusal, R> refused);

    /**
     * The attempt is the claimant's.
     *
     * @param at read from the clock in the claim's transaction while it held its locks, and so before its commit
     */
    record Taken(AttemptId attempt, Instant at) implements ClaimVerdict {
        @Override
        public <R> R either(Function<Taken, R> taken, Function<Refusal, R> refused) {
            return taken.apply(this);
        }
    }

    /** Not to be sent. */
    record NotTaken(Refusal why) implements ClaimVerdict {
        @Override
        public <R> R either(Function<Taken, R> taken, Function<Refusal, R> refused) {
            return refused.apply(why);
        }
    }
}
