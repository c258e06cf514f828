package heed.mail;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** What the workers of one delivery share: the limits, and whether the relay can be reached. Thread-safe. */
final class Traffic {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    /** How soon a mail is looked at again whose domain has as many connections as it may have. */
    private static final Duration BUSY = Duration.ofMillis(500);

    private static final int MANY_DOMAINS = 10_000;

    private final int domainWorkers;
    private final OptionalDouble domainPerSecond;
    private final Optional<Pace> account;
    private final Map<String, Domain> domains = new HashMap<>();
    private Duration pause = Duration.ZERO;
    private Instant pausedUntil = Instant.MIN;
    private Instant nextSweep = Instant.MIN;
    private Optional<String> trouble = Optional.empty();

    /** One recipient domain. */
    private static final class Domain {
        private final Optional<Pace> pace;
        private int busy;
        private Instant queuedUntil = Instant.MIN; // where the line of those that were sent away ends

        Domain(OptionalDouble perSecond) {
            this.pace = pace(perSecond);
        }
    }

    Traffic(DeliverySettings settings) {
        this.domainWorkers = settings.domainWorkers();
        this.domainPerSecond = settings.domainPerSecond();
        this.account = pace(settings.perSecond());
    }

    private static Optional<Pace> pace(OptionalDouble perSecond) {
        return perSecond.isPresent() ? Optional.of(new Pace(perSecond.getAsDouble())) : Optional.empty();
    }

    /** When anything may go: after trouble with the relay, and at the account's rate. */
    synchronized Instant open(Instant now) {
        Instant paced = account.map(pace -> pace.earliest(now)).orElse(now);
        return paced.isAfter(pausedUntil) ? paced : pausedUntil;
    }

    /**
     * Lets one mail to the domain go; or says when it should come back, each one later than the one before, so that a long
     * line of mails is not looked at over and over.
     *
     * @param held the domains that the worker has entered: one more is added, until it leaves them
     */
    synchronized Optional<Instant> enter(String domain, Set<String> held, Instant now) {
        if (domains.size() > MANY_DOMAINS) {
            domains.values()
                    .removeIf(one -> one.busy == 0
                            && !one.queuedUntil.isAfter(now)
                            && one.pace.map(pace -> pace.rested(now)).orElse(true));
        }
        Domain entered = domains.computeIfAbsent(domain, name -> new Domain(domainPerSecond));
        Instant free = entered.pace.map(pace -> pace.earliest(now)).orElse(now);
        boolean crowded = !held.contains(domain) && entered.busy >= domainWorkers;
        if (crowded || free.isAfter(now)) {
            Duration step = domainPerSecond.isPresent()
                    ? Duration.ofNanos((long) (1e9 / domainPerSecond.getAsDouble()))
                    : Duration.ZERO;
            Instant earliest = free.isAfter(now) ? free : now.plus(BUSY);
            Instant behind = entered.queuedUntil.isAfter(now) ? entered.queuedUntil.plus(step) : earliest;
            entered.queuedUntil = behind.isAfter(earliest) ? behind : earliest;
            return Optional.of(entered.queuedUntil);
        }
        if (held.add(domain)) {
            entered.busy++;
        }
        entered.pace.ifPresent(pace -> pace.take(now));
        account.ifPresent(pace -> pace.take(now));
        return Optional.empty();
    }

    /** A worker's mails to these domains have gone, or will not. */
    synchronized void leave(Set<String> held) {
        for (String domain : held) {
            Domain left = domains.get(domain);
            if (left != null) {
                left.busy--;
            }
        }
        held.clear();
    }

    /** The relay answered. */
    synchronized void reached() {
        pause = Duration.ZERO;
        trouble = Optional.empty();
    }

    /** Why the relay could not be reached; empty if it could when that was last tried, or was not tried yet. */
    synchronized Optional<String> trouble() {
        return trouble;
    }

    /** The relay could not be reached: nobody tries before the instant returned, each time a longer while. */
    synchronized Instant unreachable(Instant now, String why) {
        trouble = Optional.of(why);
        if (!now.isBefore(pausedUntil)) {
            Duration doubled = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
            pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
            pausedUntil = now.plus(pause);
        }
        return pausedUntil;
    }

    /** True for one caller in each interval: whose turn it is to end leases. */
    synchronized boolean sweeps(Instant now, Duration interval) {
        if (now.isBefore(nextSweep)) {
            return false;
        }
        nextSweep = now.plus(interval);
        return true;
    }
}
