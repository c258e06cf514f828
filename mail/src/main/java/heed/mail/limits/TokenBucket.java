package heed.mail.limits;

import java.time.Duration;
import java.time.Instant;

/** A rate limit that lets a second's worth through at once. Not thread-safe. */
final class TokenBucket {
    private static final Duration BURST_TIME = Duration.ofSeconds(1);

    private double perSecond;
    private Duration interval = Duration.ZERO;
    private Instant nextFree = Instant.MIN; // when the next one is due if they came evenly

    TokenBucket(double perSecond) {
        setRate(perSecond);
    }

    private void setRate(double rate) {
        perSecond = rate;
        interval = Duration.ofNanos(Math.max(1, Math.round(1e9 / rate)));
    }

    Duration interval() {
        return interval;
    }

    /** What it takes until all that it lets through at once is there again. */
    private Duration refillTime() {
        return BURST_TIME.compareTo(interval) > 0 ? BURST_TIME : interval;
    }

    /** From an instant on it is another rate; a higher one has used up at that instant what it lets through at once. */
    void changeRate(double rate, Instant at) {
        boolean higher = rate > perSecond;
        setRate(rate);
        if (higher) {
            drain(at);
        }
    }

    /** At that instant all that it lets through at once has gone. */
    void drain(Instant at) {
        Instant refilled = at.plus(refillTime());
        nextFree = nextFree.isAfter(refilled) ? nextFree : refilled;
    }

    /** The earliest instant at which one more may go: now, or later. */
    Instant earliestPermitted(Instant now) {
        if (!nextFree.isAfter(now)) {
            return now;
        }
        if (nextFree.isAfter(now.plus(refillTime()).plus(BURST_TIME))) { // the clock was set back
            nextFree = now.plus(refillTime());
        }
        Instant permitted = nextFree.minus(refillTime().minus(interval));
        return permitted.isAfter(now) ? permitted : now;
    }

    /** One goes now. */
    void consume(Instant now) {
        nextFree = (nextFree.isAfter(now) ? nextFree : now).plus(interval);
    }

    /** Nothing of it is used up. */
    boolean isFull(Instant now) {
        return !nextFree.isAfter(now);
    }
}
