package heed.mail.limits;

import java.time.Duration;
import java.time.Instant;

/**
 * A rate limit that permits a burst of one second's worth. The bucket stores one instant, at which it will be full
 * again, instead of a number of tokens. Not thread-safe.
 */
final class TokenBucket {
    private static final Duration BURST_TIME = Duration.ofSeconds(1);

    private double perSecond;
    private Duration interval = Duration.ZERO;
    private Instant fullAt = Instant.MIN; // one interval later with each mail

    TokenBucket(double perSecond) {
        setRate(perSecond);
    }

    private void setRate(double rate) {
        perSecond = rate;
        interval = Duration.ofNanos(Math.max(1, Math.round(1e9 / rate)));
    }

    /** Returns the time between two mails at the full rate. */
    Duration interval() {
        return interval;
    }

    /** Returns the time in which an empty bucket becomes full. */
    private Duration refillTime() {
        return BURST_TIME.compareTo(interval) > 0 ? BURST_TIME : interval;
    }

    /** Changes the rate at an instant. A higher rate starts with an empty bucket, so that it adds no burst. */
    void changeRate(double rate, Instant at) {
        boolean higher = rate > perSecond;
        setRate(rate);
        if (higher) {
            drain(at);
        }
    }

    /** Empties the bucket at an instant. */
    void drain(Instant at) {
        Instant refilled = at.plus(refillTime());
        fullAt = fullAt.isAfter(refilled) ? fullAt : refilled;
    }

    /** Returns the earliest instant at which the next mail is permitted: now, or later. */
    Instant earliestPermitted(Instant now) {
        if (!fullAt.isAfter(now)) {
            return now;
        }
        // The clock was set back: the bucket starts empty instead of blocking for the difference.
        if (fullAt.isAfter(now.plus(refillTime()).plus(BURST_TIME))) {
            fullAt = now.plus(refillTime());
        }
        Instant permitted = fullAt.minus(refillTime().minus(interval));
        return permitted.isAfter(now) ? permitted : now;
    }

    /** Counts one mail at this instant. */
    void consume(Instant now) {
        fullAt = (fullAt.isAfter(now) ? fullAt : now).plus(interval);
    }

    /** Returns whether the whole burst is available. */
    boolean isFull(Instant now) {
        return !fullAt.isAfter(now);
    }
}
