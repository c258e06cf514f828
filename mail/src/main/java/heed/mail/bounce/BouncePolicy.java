package heed.mail.bounce;

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
 * @param spread the first and the last of them are at least so far apart
 * @param pauseShare marking pauses when more than this share of an hour's mail, to a domain or in all, bounces for one
 *     reason
 * @param pauseLeast but not before so many have
 * @param alertShare an alert is raised on a run when more than this share of its mail bounces for a reason that is about
 *     the sender or a server
 * @param alertLeast but not before so many have
 */
public record BouncePolicy(
        int softBounces, Duration spread, double pauseShare, int pauseLeast, double alertShare, int alertLeast) {
    /** A mail that a relay took, and that nothing came back about for so long, was delivered. */
    public static final Duration SILENCE = Duration.ofDays(7);
    /** So long it is known how many mails were sent in an hour; of one before, the least number of bounces pauses marking. */
    public static final Duration HOURS = Duration.ofDays(90);
    /** What bears no mark of ours is believed about addresses that were mailed in this time. */
    public static final Duration RECENT = Duration.ofDays(30);

    /** Five messages over seven days; pauses at 30 % and 20 mails, alerts at 5 % and 10 mails. */
    public static final BouncePolicy STANDARD = new BouncePolicy(5, Duration.ofDays(7), 0.3, 20, 0.05, 10);

    /** @throws IllegalArgumentException if a number makes no sense */
    public BouncePolicy {
        if (softBounces < 1 || spread.isNegative() || pauseLeast < 1 || alertLeast < 1) {
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
    public Optional<Bounce> marking(AddressHistory history) {
        List<Bounce> bounces = history.bounces();
        for (int i = 0; i < bounces.size(); i++) {
            Bounce bounce = bounces.get(i);
            if (bounce.marksAtOnce() || (bounce.counts() && enough(bounces.subList(0, i + 1), history))) {
                return Optional.of(bounce);
            }
        }
        return Optional.empty();
    }

    /** How many messages count towards the mark now. */
    public int counted(AddressHistory history, Instant now) {
        return counted(history.bounces(), history.delivered(now)).size();
    }

    private boolean enough(List<Bounce> soFar, AddressHistory history) {
        Instant last = soFar.get(soFar.size() - 1).at();
        Map<Object, Instant> counted = counted(soFar, history.delivered(last));
        return counted.size() >= softBounces
                && counted.values().stream()
                        .anyMatch(first -> !first.plus(spread).isAfter(last));
    }

    /** Of each message, when it first bounced. */
    private static Map<Object, Instant> counted(List<Bounce> bounces, Optional<Instant> since) {
        Map<Object, Instant> counted = new HashMap<>();
        for (Bounce bounce : bounces) {
            if (bounce.counts() && (since.isEmpty() || bounce.at().isAfter(since.get()))) {
                counted.putIfAbsent(bounce.counted(), bounce.at());
            }
        }
        return counted;
    }

    /** Whether so many bounces of one reason among so many mails of an hour are more than addresses can explain. */
    boolean pauses(long bounces, long mails) {
        return bounces >= pauseLeast && bounces > pauseShare * mails;
    }

    /** Whether so many of a run's mails are worth an alert. */
    public boolean alerts(long bounces, long mails) {
        return bounces >= alertLeast && bounces > alertShare * mails;
    }
}
