package heed.bounces.marking;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * When bounces mark an address, and when marking waits for a person: an account's own. Pure.
 *
 * @param softBounces so many messages that soft bounced mark the address
 * @param minSpan the first and the last of them are at least so far apart
 * @param pauseShare marking pauses when more than this share of an hour's mail, to a domain or in all, bounces for one
 *     reason
 * @param pauseMinimum but not before so many have
 * @param alertShare an alert is raised on a run when more than this share of its mail bounces for a reason that is about
 *     the sender or a server
 * @param alertMinimum but not before so many have
 */
public record BouncePolicy(
        int softBounces, Duration minSpan, double pauseShare, int pauseMinimum, double alertShare, int alertMinimum) {
    /** A mail that a relay took, and that nothing came back about for so long, was delivered. */
    public static final Duration DELIVERED_AFTER_SILENCE = Duration.ofDays(7);
    /** So long it is known how many mails were sent in an hour; of one before, the least number of bounces pauses marking. */
    public static final Duration HOURLY_COUNT_RETENTION = Duration.ofDays(90);
    /** What bears no mark of ours is believed about addresses that were mailed in this time. */
    public static final Duration UNSIGNED_REPORT_WINDOW = Duration.ofDays(30);

    /** Five messages over seven days; pauses at 30 % and 20 mails, alerts at 5 % and 10 mails. */
    public static final BouncePolicy STANDARD = new BouncePolicy(5, Duration.ofDays(7), 0.3, 20, 0.05, 10);

    /** @throws IllegalArgumentException if a number makes no sense */
    public BouncePolicy {
        if (softBounces < 1 || minSpan.isNegative() || pauseMinimum < 1 || alertMinimum < 1) {
            throw new IllegalArgumentException("bounces are counted from 1, and a spread is not negative");
        }
        if (!(pauseShare > 0 && pauseShare <= 1 && alertShare > 0 && alertShare <= 1)) {
            throw new IllegalArgumentException("a share is more than 0 and at most 1");
        }
    }

    /**
     * The bounce that marks the address: the first that is hard, or the soft one that makes enough. Each soft bounce is
     * judged by what was known when it came, so that looking again later changes nothing.
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

    /** How many messages count towards the mark now. */
    public int countMails(AddressHistory history, Instant now) {
        return countMails(history.bounces(), history.findLastDelivery(now)).size();
    }

    private boolean reachesThreshold(List<Bounce> soFar, AddressHistory history) {
        Instant last = soFar.get(soFar.size() - 1).recordedAt();
        Map<Object, Instant> counted = countMails(soFar, history.findLastDelivery(last));
        return counted.size() >= softBounces
                && counted.values().stream()
                        .anyMatch(first -> !first.plus(minSpan).isAfter(last));
    }

    /** Of each message, when it first bounced. */
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

    /** Whether so many bounces of one reason among so many mails of an hour are more than addresses can explain. */
    boolean shouldPause(long bounces, long mails) {
        return bounces >= pauseMinimum && bounces > pauseShare * mails;
    }

    /** Whether so many of a run's mails are worth an alert. */
    public boolean shouldAlert(long bounces, long mails) {
        return bounces >= alertMinimum && bounces > alertShare * mails;
    }
}
