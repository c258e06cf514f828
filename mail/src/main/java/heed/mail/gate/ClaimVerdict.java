package heed.mail.gate;

import heed.mail.AttemptId;
import heed.mail.MailNonce;
import heed.mail.SkipReason;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** The decision of a store about one claim, as data. Only the gate turns a granted claim into a permit. */
public sealed interface ClaimVerdict {
    /** Applies the function of this kind of verdict. */
    <R> R either(Function<Granted, R> granted, Function<SkipReason, R> denied);

    /**
     * The claimant may make the attempt.
     *
     * @param nonce of the mail; empty if it was queued before mails had a nonce
     * @param claimedAt the instant that the claim's transaction read from the clock while it held its locks, and so
     *     before its commit
     */
    record Granted(AttemptId attempt, Optional<MailNonce> nonce, Instant claimedAt) implements ClaimVerdict {
        @Override
        public <R> R either(Function<Granted, R> granted, Function<SkipReason, R> denied) {
            return granted.apply(this);
        }
    }

    /** The mail must not be sent. */
    record Denied(SkipReason reason) implements ClaimVerdict {
        @Override
        public <R> R either(Function<Granted, R> granted, Function<SkipReason, R> denied) {
            return denied.apply(reason);
        }
    }
}
