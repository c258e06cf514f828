package heed.bounces.marking;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The thresholds of an account: when bounces mark an address, when marking pauses, and when a run raises an alert. Immutable; the
 * methods have no side effects.
 *
 * @param softBounces the number of messages whose soft bounces mark an address
 * @param minSpan the least time between the first and the last of these bounces
 * @param pauseShare the share of an hour's mail, to one domain or in all, above which bounces for one reason pause marking
 * @param pauseMinimum the least number of bounces that pause marking
 * @param alertShare the share of a run's mail above which bounces for a reason about the sender or a server raise an alert
 * @param alertMinimum the least number of bounces that raise an alert
 */
public record BouncePolicy(
        int softBounces, Duration minSpan, double pauseShare, int pauseMinimum, double alertShare, int alertMinimum) {
    /** The time without a bounce after which a mail that a relay accepted counts as delivered. */
    public static final Duration DELIVERED_AFTER_SILENCE = Duration.ofDays(7);
    /** The time for which the number of mails per hour is stored. For older hours, {@link #pauseMinimum} alone pauses marking. */
    public static final Duration HOURLY_COUNT_RETENTION = Duration.ofDays(90);
    /** The time since the last mail to an address in which a report about it is trusted without our signature. */
    public static final Duration UNSIGNED_REPORT_WINDOW = Duration.ofDays(30);

    /** The default: five messages over seven days, pauses at 30 % and 20 bounces, alerts at 5 % and 10 bounces. */
    public static final BouncePolicy STANDARD = new BouncePolicy(5, Duration.ofDays(7), 0.3, 20, 0.05, 10);

    /** @throws IllegalArgumentException if a number is outside its range */
    public BouncePolicy {
        if (softBounces < 1 || minSpan.isNegative() || pauseMinimum < 1 || alertMinimum < 1) {
            throw new IllegalArgumentException(
                    "a number of bounces must be at least 1, and a time between bounces must not be negative");
        }
        if (!(pauseShare > 0 && pauseShare <= 1 && alertShare > 0 && alertShare <= 1)) {
            throw new IllegalArgumentException("a share must be more than 0 and at most 1");
        }
    }

    /**
     * Returns the bounce that marks the address: the first hard bounce, or the soft bounce that reaches the threshold. Each soft
     * bounce is judged by what was known when it was recorded, so that a later judgement has the same result.
     */
    public Optional<Bounce> findMarkingBounce(AddressHistory history) {
        List<Bounce> bounces = history.bounces();
        for (int i = 0; i < bounces.size(); i++) {
            Bounce bounce = bounces.get(i);
            if (bounce.marksImmediately()
                    || (bounce.countsTowardMark() && reachesThreshold(bounces.subList(0, i + 1), history))) {
                return Optional.of(bounce);
            }
        }
        return Optional.empty();
    }

    /** Returns the number of messages that count toward the mark at an instant. */
    public int countMails(AddressHistory history, Instant now) {
        return countMails(history.bounces(), history.findLastDelivery(now)).size();
    }

    /** Whether the last of some bounces makes enough messages, over a long enough time, since the last delivery. */
    private boolean reachesThreshold(List<Bounce> soFar, AddressHistory history) {
        Instant last = soFar.get(soFar.size() - 1).recordedAt();
        Map<Object, Instant> counted = countMails(soFar, history.findLastDelivery(last));
        return counted.size() >= softBounces
                && counted.values().stream()
                        .anyMatch(first -> !first.plus(minSpan).isAfter(last));
    }

    /** Returns the time of the first soft bounce of each message. */
    private static Map<Object, Instant> countMails(List<Bounce> bounces, Optional<Instant> since) {
        Map<Object, Instant> counted = new HashMap<>();
        for (Bounce bounce : bounces) {
            if (bounce.countsTowardMark()
                    && (since.isEmpty() || bounce.recordedAt().isAfter(since.get()))) {
                counted.putIfAbsent(bounce.countedMail(), bounce.recordedAt());
            }
        }
        return counted;
    }

    /** Whether bounces for one reason are too many among the mails of an hour to be explained by the addresses. */
    boolean shouldPause(long bounces, long mails) {
        return bounces >= pauseMinimum && bounces > pauseShare * mails;
    }

    /** Whether bounces about the sender or a server are so many among the mails of a run that they raise an alert. */
    public boolean shouldAlert(long bounces, long mails) {
        return bounces >= alertMinimum && bounces > alertShare * mails;
    }
}
