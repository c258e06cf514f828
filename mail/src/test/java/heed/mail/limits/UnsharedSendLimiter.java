package heed.mail.limits;

import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Creates limiters for tests of a single delivery, which may use its limits in full. */
public final class UnsharedSendLimiter {
    private UnsharedSendLimiter() {}

    /** Creates a limiter that owns every share and whose share never expires. */
    public static SendLimiter create(SendLimit accountLimit, SendLimit domainLimit, Clock clock) {
        SendLimiter limiter = new SendLimiter(accountLimit, domainLimit, clock, () -> 0);
        limiter.apply(new LimitShare("self", Set.of(new TreeSet<>(Set.of("self"))), Map.of()), 1);
        return limiter;
    }
}
