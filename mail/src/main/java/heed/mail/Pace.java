package heed.mail;

import java.time.Duration;
import java.time.Instant;

/** A rate limit that lets a second's worth through at once. Not thread-safe. */
final class Pace {
    private static final Duration BURST = Duration.ofSeconds(1);

    private final Duration interval;
    private Instant next = Instant.MIN; // when the next one is due if they came evenly

    Pace(double perSecond) {
        this.interval = Duration.ofNanos(Math.max(1, Math.round(1e9 / perSecond)));
    }

    /** The earliest instant at which one more may go: now, or later. */
    Instant earliest(Instant now) {
        if (!next.isAfter(now)) {
            return now;
        }
        Duration ahead = BURST.compareTo(interval) > 0 ? BURST.minus(interval) : Duration.ZERO;
        Instant free = next.minus(ahead);
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
