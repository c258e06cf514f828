package heed.mail.limits;

import java.time.Duration;
import java.time.Instant;

/**
 * A token bucket: tokens accrue at the rate, one for each mail, up to one second's worth. A new bucket holds at most one
 * token, so that a mailing takes as long as its rate says from its first mail on. Not thread-safe.
 */
final class TokenBucket {
    private static final double BURST_SECONDS = 1;
    /** Absorbs the rounding of fractions of a token. */
    private static final double EPSILON = 1e-6;

    private static final double NANOS_PER_SECOND = 1e9;
    private static final Duration MAX_REORDERING = Duration.ofSeconds(1);

    private double perSecond;
    private double tokens;
    private Instant refilledAt;

    /**
     * Creates a bucket.
     *
     * @param since when its tokens began to accrue; long ago for a bucket that starts with a token
     */
    TokenBucket(double perSecond, Instant since, Instant now) {
        this.perSecond = perSecond;
        this.refilledAt = now;
        this.tokens = Math.min(1, accrued(since, now));
    }

    private double accrued(Instant from, Instant to) {
        Duration elapsed = Duration.between(from, to);
        return Math.max(0, perSecond * (elapsed.getSeconds() + elapsed.getNano() / NANOS_PER_SECOND));
    }

    /** Returns the most tokens that the bucket holds. */
    private double capacity() {
        return Math.max(1, perSecond * BURST_SECONDS);
    }

    /**
     * Adds what has accrued. Threads that read the clock at the same time may come in any order; if the clock was set
     * back, the bucket goes on from there with the tokens it has.
     */
    private void refill(Instant now) {
        if (now.isBefore(refilledAt) && now.plus(MAX_REORDERING).isAfter(refilledAt)) {
            return;
        }
        tokens = Math.min(capacity(), tokens + accrued(refilledAt, now));
        refilledAt = now;
    }

    /** Returns the rate. */
    double perSecond() {
        return perSecond;
    }

    /** Changes the rate at an instant. A higher rate starts with an empty bucket, so that it adds no burst. */
    void changeRate(double rate, Instant at) {
        refill(at);
        if (rate > perSecond) {
            tokens = Math.min(tokens, 0);
        }
        perSecond = rate;
        tokens = Math.min(tokens, capacity());
    }

    /** Returns the earliest instant at which the next mail is permitted: now, or later. */
    Instant earliestPermitted(Instant now) {
        refill(now);
        double missing = 1 - tokens;
        return missing <= EPSILON ? now : now.plusNanos((long) Math.ceil(missing / perSecond * NANOS_PER_SECOND));
    }

    /** Takes the token of one mail at an instant at which it is permitted. */
    void consume(Instant now) {
        refill(now);
        tokens -= 1;
    }

    /** Returns whether the whole burst is available. */
    boolean isFull(Instant now) {
        refill(now);
        return tokens >= capacity() - EPSILON;
    }
}
