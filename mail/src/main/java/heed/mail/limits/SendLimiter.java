package heed.mail.limits;

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
public final class SendLimiter {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration MAX_PAUSE = Duration.ofMinutes(1);
    /** How soon a mail is looked at again whose domain has as many connections as it may have. */
    private static final Duration BUSY_RETRY = Duration.ofMillis(500);

    private static final int MAX_TRACKED_DOMAINS = 10_000;

    private final SendLimit domainLimit; // of a domain
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Quota accountQuota;
    private final Map<String, Quota> domainQuotas = new HashMap<>();
    private final Set<Integer> busySlots = new HashSet<>(); // lanes in which something goes
    private int slotCount;
    private LimitShare limitShare = LimitShare.NONE;
    private long validUntil; // on the scale of nanos
    private int shareVersion; // how many there were
    private Instant shareChangedAt = Instant.MIN; // since when it is this one
    private Duration pause = Duration.ZERO;
    private Instant pausedUntil = Instant.MIN;
    private Instant nextSweep = Instant.MIN;
    private Optional<String> relayProblem = Optional.empty();

    /** This delivery's part of a limit. */
    private final class Quota {
        private final String name;
        private final SendLimit limit;
        private int version;
        private int concurrency;
        private Optional<TokenBucket> bucket = Optional.empty();
        private int inUse;
        private Instant queuedUntil = Instant.MIN; // where the line of those that were sent away ends

        Quota(String name, SendLimit limit) {
            this.name = name;
            this.limit = limit;
        }

        /** As the division is by now. */
        Quota refresh() {
            if (version == shareVersion) {
                return this;
            }
            version = shareVersion;
            concurrency = 0;
            int shares = 0;
            for (int share = 0; share < limit.shareCount(); share++) {
                if (limitShare.owns(name, share, accountQuota.limit.shareCount())) {
                    concurrency += limit.concurrency(share);
                    shares++;
                }
            }
            if (limit.perSecond().isPresent()) {
                updateRate(shares);
            }
            return this;
        }

        /** Who had a share before may have used it up. */
        private void updateRate(int shareCount) {
            if (shareCount == 0) {
                bucket = Optional.empty();
            } else if (bucket.isPresent()) {
                bucket.get().changeRate(limit.perSecond(shareCount), shareChangedAt);
            } else {
                TokenBucket newBucket = new TokenBucket(limit.perSecond(shareCount));
                newBucket.drain(shareChangedAt);
                bucket = Optional.of(newBucket);
            }
        }

        Instant earliest(Instant now) {
            return bucket.map(tokens -> tokens.earliestPermitted(now)).orElse(now);
        }

        Duration interval() {
            return bucket.map(TokenBucket::interval).orElse(Duration.ZERO);
        }

        boolean isIdle(Instant now) {
            return inUse == 0
                    && !queuedUntil.isAfter(now)
                    && bucket.map(tokens -> tokens.isFull(now)).orElse(true);
        }
    }

    /**
     * Creates a limiter that permits nothing until its first share is applied.
     *
     * @param accountLimit the limit of all mail of the account
     * @param domainLimit the limit of the mail to each recipient domain
     * @param nanoTime the elapsed time, as of {@link System#nanoTime}
     */
    public SendLimiter(SendLimit accountLimit, SendLimit domainLimit, Clock clock, LongSupplier nanoTime) {
        this.domainLimit = domainLimit;
        this.accountQuota = new Quota("", accountLimit);
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /** One worker's way through: the domains that it has in hand count until it leaves them. Not thread-safe. */
    public final class WorkerSlot {
        private final int number;
        private final Set<String> heldDomains = new HashSet<>();

        private WorkerSlot(int number) {
            this.number = number;
        }

        /** When anything may go: after trouble with the relay, at the account's rate, and if this lane is among its part. */
        public Instant opensAt(Instant now) {
            return slotOpensAt(number, now);
        }

        /** Whether others may have taken its part by now. */
        public boolean isExpired() {
            return isShareExpired();
        }

        /** Whether it is not among the account's part. */
        public boolean isClosed() {
            return isSlotClosed(number);
        }

        /**
         * Lets one mail to the domain go; or says when it should come back, each one later than the one before, so that a
         * long line of mails is not looked at over and over.
         */
        public Optional<Instant> tryAcquire(String domain, Instant now) {
            return acquireFor(this, domain, now);
        }

        /** The mails that were let go have gone, or will not. */
        public void release() {
            releaseSlot(this);
        }
    }

    public synchronized WorkerSlot newSlot() {
        return new WorkerSlot(slotCount++);
    }

    /**
     * From now on the division holds.
     *
     * @param expiresAt when it is not good any more, as time passes
     */
    synchronized void apply(LimitShare newShare, long expiresAt) {
        validUntil = expiresAt;
        if (!newShare.equals(limitShare)) {
            // Who was alone from the start has not shared anything yet.
            shareChangedAt = shareVersion == 0 && newShare.isUnshared() ? Instant.MIN : clock.instant();
            limitShare = newShare;
            shareVersion++;
        }
    }

    /** Whether all that goes has room in the division. */
    synchronized boolean fitsShare() {
        int concurrency = accountQuota.refresh().concurrency;
        return busySlots.stream().allMatch(slot -> slot < concurrency)
                && domainQuotas.values().stream()
                        .allMatch(quota -> quota.inUse == 0 || quota.inUse <= quota.refresh().concurrency);
    }

    private synchronized boolean isShareExpired() {
        return nanoTime.getAsLong() - validUntil >= 0;
    }

    private synchronized boolean isSlotClosed(int slot) {
        return isShareExpired() || slot >= accountQuota.refresh().concurrency;
    }

    private synchronized Instant slotOpensAt(int slot, Instant now) {
        if (isSlotClosed(slot)) {
            return now.plus(BUSY_RETRY);
        }
        Instant permittedAt = accountQuota.earliest(now);
        return permittedAt.isAfter(pausedUntil) ? permittedAt : pausedUntil;
    }

    private synchronized Optional<Instant> acquireFor(WorkerSlot slot, String domain, Instant now) {
        if (domainQuotas.size() > MAX_TRACKED_DOMAINS) {
            domainQuotas.values().removeIf(idleCandidate -> idleCandidate.isIdle(now));
        }
        Quota quota = domainQuotas
                .computeIfAbsent(domain, name -> new Quota(name, domainLimit))
                .refresh();
        Instant permittedAt = quota.earliest(now);
        boolean alreadyHeld = slot.heldDomains.contains(domain);
        boolean full = alreadyHeld ? quota.inUse > quota.concurrency : quota.inUse >= quota.concurrency;
        if (full || permittedAt.isAfter(now)) {
            Instant earliest = permittedAt.isAfter(now) ? permittedAt : now.plus(BUSY_RETRY);
            Instant queuedAt = quota.queuedUntil.isAfter(now) ? quota.queuedUntil.plus(quota.interval()) : earliest;
            quota.queuedUntil = queuedAt.isAfter(earliest) ? queuedAt : earliest;
            return Optional.of(quota.queuedUntil);
        }
        if (slot.heldDomains.add(domain)) {
            quota.inUse++;
        }
        busySlots.add(slot.number);
        quota.bucket.ifPresent(bucket -> bucket.consume(now));
        accountQuota.bucket.ifPresent(bucket -> bucket.consume(now));
        return Optional.empty();
    }

    private synchronized void releaseSlot(WorkerSlot slot) {
        for (String domain : slot.heldDomains) {
            Quota quota = domainQuotas.get(domain);
            if (quota != null) {
                quota.inUse--;
            }
        }
        slot.heldDomains.clear();
        busySlots.remove(slot.number);
    }

    /** The relay answered. */
    public synchronized void relayReached() {
        pause = Duration.ZERO;
        relayProblem = Optional.empty();
    }

    /** Why the relay could not be reached; empty if it could when that was last tried, or was not tried yet. */
    public synchronized Optional<String> relayProblem() {
        return relayProblem;
    }

    /** The relay could not be reached: nobody tries before the instant returned, each time a longer while. */
    public synchronized Instant relayUnreachable(Instant now, String reason) {
        relayProblem = Optional.of(reason);
        if (!now.isBefore(pausedUntil)) {
            Duration doubled = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
            pause = doubled.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : doubled;
            pausedUntil = now.plus(pause);
        }
        return pausedUntil;
    }

    /** True for one caller in each interval: whose turn it is to end leases. */
    public synchronized boolean shouldSweep(Instant now, Duration interval) {
        if (now.isBefore(nextSweep)) {
            return false;
        }
        nextSweep = now.plus(interval);
        return true;
    }
}
