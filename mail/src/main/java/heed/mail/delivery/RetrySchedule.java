package heed.mail.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When a mail that was refused for now is tried again: often at first, ever more rarely, and then no more.
 *
 * @param delays when to try again, counted from the first attempt that was answered; ascending
 * @param jitter by which part of its wait a try may come later, so that mails refused together do not come back together;
 *     from 0, below 1
 */
public record RetrySchedule(List<Duration> delays, double jitter) {

    /** Four times in the first hour, twice on the third day, for the last time before five days are over. */
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
            throw new IllegalArgumentException("jitter is from 0, below 1: " + jitter);
        }
        Duration before = Duration.ZERO;
        for (Duration offset : delays) {
            if (offset.compareTo(before) <= 0) {
                throw new IllegalArgumentException("retries are later and later: " + offset);
            }
            before = offset;
        }
    }

    /** The next try after now; empty if there is none left. Tries that were missed meanwhile are left out, not made up. */
    public Optional<Instant> nextAttempt(Instant firstDeferredAt, Instant now, RandomGenerator random) {
        Duration before = Duration.ZERO;
        for (Duration offset : delays) {
            if (firstDeferredAt.plus(offset).isAfter(now)) {
                long jitterMillis = (long) (offset.minus(before).toMillis() * jitter * random.nextDouble());
                return Optional.of(firstDeferredAt.plus(offset).plusMillis(jitterMillis));
            }
            before = offset;
        }
        return Optional.empty();
    }

    /** When a mail that is first answered at that instant is tried for the last time, or before. */
    public Instant lastAttempt(Instant firstDeferredAt) {
        if (delays.isEmpty()) {
            return firstDeferredAt;
        }
        Duration last = delays.get(delays.size() - 1);
        Duration before = delays.size() > 1 ? delays.get(delays.size() - 2) : Duration.ZERO;
        return firstDeferredAt.plus(last).plusMillis((long) (last.minus(before).toMillis() * jitter));
    }
}
