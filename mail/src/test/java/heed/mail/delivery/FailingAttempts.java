package heed.mail.delivery;

import heed.mail.SendState;
import heed.mail.gate.Attempts;
import heed.mail.gate.Claim;
import heed.mail.gate.ClaimVerdict;
import heed.mail.gate.InDoubtPolicy;
import heed.model.store.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A store's attempts, which fail before or after they have been kept; tells the promises what was kept. */
record FailingAttempts(
        Attempts attempts,
        FaultInjector trouble,
        PromiseChecker promises,
        Clock clock,
        Consumer<Supplier<String>> trace)
        implements Attempts {

    private <T> T failing(String what, Supplier<T> call) {
        if (trouble.storeFails()) {
            throw new StoreException(what + " failed");
        }
        T result = call.get();
        if (trouble.storeFails()) {
            throw new StoreException(what + " was kept, but its answer was lost");
        }
        return result;
    }

    @Override
    public List<ClaimVerdict> claim(List<Claim> claims, Clock asked, Duration lease) {
        return failing("claim", () -> {
            List<ClaimVerdict> verdicts = attempts.claim(claims, asked, lease);
            trace.accept(() -> "claims " + verdicts);
            return verdicts;
        });
    }

    @Override
    public List<SendState> record(List<AttemptResult> attempted, Instant now) {
        return failing("record", () -> {
            List<SendState> states = attempts.record(attempted, now);
            for (int i = 0; i < states.size(); i++) {
                if (states.get(i) == SendState.REJECTED) {
                    promises.rejected(attempted.get(i).attempt().mail(), clock.instant());
                }
            }
            trace.accept(() -> "records " + attempted + ", which leaves " + states);
            return states;
        });
    }

    @Override
    public int expireLeases(Instant now, InDoubtPolicy policy) {
        return failing("ending leases", () -> attempts.expireLeases(now, policy));
    }
}
