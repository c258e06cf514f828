package heed.mail.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The schedule of the attempts of a mail that a relay has deferred: frequent at first, then more and more rare, then
 * none. Immutable.
 *
 * @param delays the delays of the attempts after the first deferral; ascending
 * @param jitter the part of a wait by which an attempt may be later, so that mails that were deferred together are not
 *     sent together again; at least 0, less than 1
 */
public record RetrySchedule(List<Duration> delays, double jitter) {

    /** Four attempts in the first hour, two on the third day, and the last one before the end of the fifth day. */
    public static final RetrySchedule STANDARD = new RetrySchedule(
            List.of(
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(15),
                    Duration.ofMinutes(30),
                    Duration.ofMinutes(50),
                    Duration.ofHours(2),
                    Duration.ofHours(4),
                    Duration.ofHours(8),
                    Duration.ofHours(14),
                    Duration.ofHours(22),
                    Duration.ofHours(34),
                    Duration.ofHours(50),
                    Duration.ofHours(68),
                    Duration.ofHours(92),
                    Duration.ofHours(116)),
            0.1);

    public RetrySchedule {
        delays = List.copyOf(delays);
        if (!(jitter >= 0 && jitter < 1)) {
            throw new IllegalArgumentException("the jitter must be at least 0 and less than 1: " + jitter);
        }
        Duration previous = Duration.ZERO;
        for (Duration delay : delays) {
            if (delay.compareTo(previous) <= 0) {
                throw new IllegalArgumentException("the delays of a retry schedule must ascend: " + delay);
            }
            previous = delay;
        }
    }

    /**
     * Returns the instant of the next attempt after now; empty if there is none left. Attempts that were missed in the
     * meantime are not made up.
     */
    public Optional<Instant> nextAttempt(Instant firstDeferredAt, Instant now, RandomGenerator random) {
        Duration previous = Duration.ZERO;
        for (Duration delay : delays) {
            if (firstDeferredAt.plus(delay).isAfter(now)) {
                long jitterMillis = (long) (delay.minus(previous).toMillis() * jitter * random.nextDouble());
                return Optional.of(firstDeferredAt.plus(delay).plusMillis(jitterMillis));
            }
            previous = delay;
        }
        return Optional.empty();
    }

    /** Returns the latest instant of the last attempt of a mail that was first deferred at that instant. */
    public Instant lastAttempt(Instant firstDeferredAt) {
        if (delays.isEmpty()) {
            return firstDeferredAt;
        }
        Duration last = delays.get(delays.size() - 1);
        Duration previous = delays.size() > 1 ? delays.get(delays.size() - 2) : Duration.ZERO;
        return firstDeferredAt.plus(last).plusMillis((long)
                (last.minus(previous).toMillis() * jitter));
    }
}
