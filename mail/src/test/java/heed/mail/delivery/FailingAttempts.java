package heed.mail.delivery;

import heed.mail.AttemptId;
import heed.mail.SendState;
import heed.mail.SenderId;
import heed.mail.gate.Attempts;
import heed.mail.gate.Claim;
import heed.mail.gate.ClaimVerdict;
import heed.model.store.StoreException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The attempts of a store, whose calls fail before or after they take effect. It reports recorded refusals to the
 * checker.
 */
record FailingAttempts(
        Attempts attempts, FaultInjector faults, PromiseChecker checker, Clock clock, Consumer<Supplier<String>> trace)
        implements Attempts {

    private <T> T failing(String name, Supplier<T> call) {
        if (faults.storeFails()) {
            throw new StoreException(name + " failed");
        }
        T result = call.get();
        if (faults.storeFails()) {
            throw new StoreException(name + " took effect, but its result was lost");
        }
        return result;
    }

    /** Leaves out the mail's nonce, which is another one each time that a seed is played. */
    private static String describe(ClaimVerdict verdict) {
        return verdict.either(
                granted -> "granted " + granted.attempt() + " at " + granted.claimedAt(),
                reason -> "denied " + reason.describe());
    }

    @Override
    public List<ClaimVerdict> claim(List<Claim> claims, Clock claimClock, SenderId holder) {
        return failing("claim", () -> {
            List<ClaimVerdict> verdicts = attempts.claim(claims, claimClock, holder);
            trace.accept(() ->
                    "claims " + verdicts.stream().map(FailingAttempts::describe).toList());
            return verdicts;
        });
    }

    @Override
    public List<SendState> record(List<AttemptResult> attempted, Instant now) {
        return failing("record", () -> {
            List<SendState> states = attempts.record(attempted, now);
            for (int i = 0; i < states.size(); i++) {
                if (states.get(i) == SendState.REJECTED) {
                    checker.rejected(attempted.get(i).attempt().mail(), clock.instant());
                }
            }
            trace.accept(() -> "records " + attempted + ", states " + states);
            return states;
        });
    }

    @Override
    public ClaimVerdict confirm(AttemptId attempt, Clock claimClock) {
        return failing("confirm", () -> {
            ClaimVerdict verdict = attempts.confirm(attempt, claimClock);
            trace.accept(() -> "confirms " + describe(verdict));
            return verdict;
        });
    }

    @Override
    public Set<SenderId> findHolders() {
        return failing("finding holders", attempts::findHolders);
    }

    @Override
    public List<AttemptId> findUnderWay(SenderId holder) {
        return failing("finding attempts", () -> attempts.findUnderWay(holder));
    }

    @Override
    public int releaseReserved(SenderId holder) {
        return failing("releasing", () -> attempts.releaseReserved(holder));
    }
}
