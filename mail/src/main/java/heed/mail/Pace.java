package heed.mail;

import java.time.Duration;
import java.time.Instant;

/** A rate limit that lets a second's worth through at once. Not thread-safe. */
final class Pace {
    private static final Duration BURST = Duration.ofSeconds(1);

    private double perSecond;
    private Duration interval = Duration.ZERO;
    private Instant next = Instant.MIN; // when the next one is due if they came evenly

    Pace(double perSecond) {
        set(perSecond);
    }

    private void set(double rate) {
        perSecond = rate;
        interval = Duration.ofNanos(Math.max(1, Math.round(1e9 / rate)));
    }

    Duration interval() {
        return interval;
    }

    /** What it takes until all that it lets through at once is there again. */
    private Duration whole() {
        return BURST.compareTo(interval) > 0 ? BURST : interval;
    }

    /** From an instant on it is another rate; a higher one has used up at that instant what it lets through at once. */
    void becomes(double rate, Instant since) {
        boolean higher = rate > perSecond;
        set(rate);
        if (higher) {
            usedUp(since);
        }
    }

    /** At that instant all that it lets through at once has gone. */
    void usedUp(Instant since) {
        Instant again = since.plus(whole());
        next = next.isAfter(again) ? next : again;
    }

    /** The earliest instant at which one more may go: now, or later. */
    Instant earliest(Instant now) {
        if (!next.isAfter(now)) {
            return now;
        }
        if (next.isAfter(now.plus(whole()).plus(BURST))) { // the clock was set back
            next = now.plus(whole());
        }
        Instant free = next.minus(whole().minus(interval));
        return free.isAfter(now) ? free : now;
    }

    /** One goes now. */
    void take(Instant now) {
        next = (next.isAfter(now) ? next : now).plus(interval);
    }

    /** Nothing of it is used up. */
    boolean rested(Instant now) {
        return !next.isAfter(now);
    }
}
