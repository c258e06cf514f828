package heed.mail;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/** What the workers of one delivery share: its part of the limits, and whether the relay can be reached. Thread-safe. */
final class Traffic {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    /** How soon a mail is looked at again whose domain has as many connections as it may have. */
    private static final Duration BUSY = Duration.ofMillis(500);

    private static final int MANY_DOMAINS = 10_000;

    private final Limit each; // of a domain
    private final Clock clock;
    private final LongSupplier nanos;
    private final Allowance account;
    private final Map<String, Allowance> domains = new HashMap<>();
    private final Set<Integer> busy = new HashSet<>(); // lanes in which something goes
    private int lanes;
    private Division division = Division.NOTHING;
    private long goodUntil; // on the scale of nanos
    private int divisions; // how many there were
    private Instant divided = Instant.MIN; // since when it is this one
    private Duration pause = Duration.ZERO;
    private Instant pausedUntil = Instant.MIN;
    private Instant nextSweep = Instant.MIN;
    private Optional<String> trouble = Optional.empty();

    /** This delivery's part of a limit. */
    private final class Allowance {
        private final String name;
        private final Limit limit;
        private int asOf;
        private int atOnce;
        private Optional<Pace> pace = Optional.empty();
        private int busy;
        private Instant queuedUntil = Instant.MIN; // where the line of those that were sent away ends

        Allowance(String name, Limit limit) {
            this.name = name;
            this.limit = limit;
        }

        /** As the division is by now. */
        Allowance current() {
            if (asOf == divisions) {
                return this;
            }
            asOf = divisions;
            atOnce = 0;
            int shares = 0;
            for (int share = 0; share < limit.shares(); share++) {
                if (division.mine(name, share, account.limit.shares())) {
                    atOnce += limit.atOnce(share);
                    shares++;
                }
            }
            if (limit.perSecond().isPresent()) {
                paced(shares);
            }
            return this;
        }

        /** Who had a share before may have used it up. */
        private void paced(int shares) {
            if (shares == 0) {
                pace = Optional.empty();
            } else if (pace.isPresent()) {
                pace.get().becomes(limit.perSecond(shares), divided);
            } else {
                Pace begun = new Pace(limit.perSecond(shares));
                begun.usedUp(divided);
                pace = Optional.of(begun);
            }
        }

        Instant earliest(Instant now) {
            return pace.map(one -> one.earliest(now)).orElse(now);
        }

        Duration step() {
            return pace.map(Pace::interval).orElse(Duration.ZERO);
        }

        boolean unused(Instant now) {
            return busy == 0
                    && !queuedUntil.isAfter(now)
                    && pace.map(one -> one.rested(now)).orElse(true);
        }
    }

    /**
     * Lets nothing go before it follows a division.
     *
     * @param nanos how time passes, as {@link System#nanoTime}
     */
    Traffic(DeliverySettings settings, Clock clock, LongSupplier nanos) {
        this.each = new Limit(settings.domainWorkers(), settings.domainPerSecond());
        this.account = new Allowance("", new Limit(settings.workers(), settings.perSecond()));
        this.clock = clock;
        this.nanos = nanos;
    }

    /** One worker's way through: the domains that it has in hand count until it leaves them. Not thread-safe. */
    final class Lane {
        private final int number;
        private final Set<String> held = new HashSet<>();

        private Lane(int number) {
            this.number = number;
        }

        /** When anything may go: after trouble with the relay, at the account's rate, and if this lane is among its part. */
        Instant open(Instant now) {
            return whenOpen(number, now);
        }

        /** Whether others may have taken its part by now. */
        boolean lapsed() {
            return isLapsed();
        }

        /** Whether it is not among the account's part. */
        boolean closed() {
            return isClosed(number);
        }

        /**
         * Lets one mail to the domain go; or says when it should come back, each one later than the one before, so that a
         * long line of mails is not looked at over and over.
         */
        Optional<Instant> enter(String domain, Instant now) {
            return letGo(this, domain, now);
        }

        /** The mails that were let go have gone, or will not. */
        void leave() {
            letIn(this);
        }
    }

    synchronized Lane lane() {
        return new Lane(lanes++);
    }

    /**
     * From now on the division holds.
     *
     * @param end when it is not good any more, as time passes
     */
    synchronized void follow(Division next, long end) {
        goodUntil = end;
        if (!next.equals(division)) {
            // Who was alone from the start has not shared anything yet.
            divided = divisions == 0 && next.isAlone() ? Instant.MIN : clock.instant();
            division = next;
            divisions++;
        }
    }

    /** Whether all that goes has room in the division. */
    synchronized boolean fits() {
        int most = account.current().atOnce;
        return busy.stream().allMatch(lane -> lane < most)
                && domains.values().stream().allMatch(one -> one.busy == 0 || one.busy <= one.current().atOnce);
    }

    private synchronized boolean isLapsed() {
        return nanos.getAsLong() - goodUntil >= 0;
    }

    private synchronized boolean isClosed(int lane) {
        return isLapsed() || lane >= account.current().atOnce;
    }

    private synchronized Instant whenOpen(int lane, Instant now) {
        if (isClosed(lane)) {
            return now.plus(BUSY);
        }
        Instant paced = account.earliest(now);
        return paced.isAfter(pausedUntil) ? paced : pausedUntil;
    }

    private synchronized Optional<Instant> letGo(Lane lane, String domain, Instant now) {
        if (domains.size() > MANY_DOMAINS) {
            domains.values().removeIf(one -> one.unused(now));
        }
        Allowance entered = domains.computeIfAbsent(domain, name -> new Allowance(name, each))
                .current();
        Instant free = entered.earliest(now);
        boolean inside = lane.held.contains(domain);
        boolean crowded = inside ? entered.busy > entered.atOnce : entered.busy >= entered.atOnce;
        if (crowded || free.isAfter(now)) {
            Instant earliest = free.isAfter(now) ? free : now.plus(BUSY);
            Instant behind = entered.queuedUntil.isAfter(now) ? entered.queuedUntil.plus(entered.step()) : earliest;
            entered.queuedUntil = behind.isAfter(earliest) ? behind : earliest;
            return Optional.of(entered.queuedUntil);
        }
        if (lane.held.add(domain)) {
            entered.busy++;
        }
        busy.add(lane.number);
        entered.pace.ifPresent(pace -> pace.take(now));
        account.pace.ifPresent(pace -> pace.take(now));
        return Optional.empty();
    }

    private synchronized void letIn(Lane lane) {
        for (String domain : lane.held) {
            Allowance left = domains.get(domain);
            if (left != null) {
                left.busy--;
            }
        }
        lane.held.clear();
        busy.remove(lane.number);
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
