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

/**
 * The limits that the workers of one delivery obey: its shares of the account's and the domains' limits, and the pause
 * while the relay cannot be reached. Thread-safe.
 */
public final class SendLimiter {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration MAX_PAUSE = Duration.ofMinutes(1);
    /** The wait of a mail, or of a worker, for which there is no room at the moment. */
    private static final Duration BUSY_RETRY = Duration.ofMillis(500);

    private static final double QUEUE_SPACING = 0.8;
    private static final int MAX_TRACKED_DOMAINS = 10_000;

    private final SendLimit domainLimit; // of each domain
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Quota accountQuota;
    private final Map<String, Quota> domainQuotas = new HashMap<>();
    private final Set<Integer> busySlots = new HashSet<>(); // numbers of the slots with mails in transmission
    private int slotCount;
    private LimitShare limitShare = LimitShare.NONE;
    private long validUntil; // in nanoTime
    private int shareVersion; // counts the changes of the share
    private Instant shareChangedAt = Instant.EPOCH;
    private Duration pause = Duration.ZERO;
    private Instant pausedUntil = Instant.MIN;
    private Instant nextSweep = Instant.MIN;
    private Optional<String> relayProblem = Optional.empty();

    /** This delivery's shares of one limit. */
    private final class Quota {
        private final String name;
        private final SendLimit limit;
        private int version;
        private int concurrency;
        private Optional<TokenBucket> bucket = Optional.empty();
        private int inUse;
        private Instant queuedUntil = Instant.MIN; // the end of the queue of mails that found no room

        Quota(String name, SendLimit limit) {
            this.name = name;
            this.limit = limit;
        }

        /** Adapts the quota to the current share, and returns it. */
        Quota refresh(Instant now) {
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
                updateRate(shares, now);
            }
            return this;
        }

        /** Adapts the bucket. New shares start empty, because their previous owner may have used them up. */
        private void updateRate(int shareCount, Instant now) {
            if (shareCount == 0) {
                bucket = Optional.empty();
            } else if (bucket.isPresent()) {
                bucket.get().changeRate(limit.perSecond(shareCount), shareChangedAt);
            } else {
                bucket = Optional.of(new TokenBucket(limit.perSecond(shareCount), shareChangedAt, now));
            }
        }

        /** Returns the earliest instant at which the rate permits another mail. */
        Instant earliest(Instant now) {
            return bucket.map(tokens -> tokens.earliestPermitted(now)).orElse(now);
        }

        /**
         * Returns the time between two mails that queue up, which any instance may send: a little less than that of the
         * whole limit, so that no instance runs out of mails when another one cannot send what it has reserved.
         */
        Duration queueInterval() {
            return limit.perSecond().isPresent()
                    ? Duration.ofNanos(Math.round(1e9 / limit.perSecond().getAsDouble() * QUEUE_SPACING))
                    : Duration.ZERO;
        }

        /** Returns whether the quota holds no information, so that it can be forgotten. */
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

    /** The access of one worker to the limits. A domain counts as in use from its first mail until the release. */
    public final class WorkerSlot {
        private final int number;
        private final Set<String> heldDomains = new HashSet<>();

        private WorkerSlot(int number) {
            this.number = number;
        }

        /**
         * Returns the earliest instant at which the worker may send, to whatever domain: after a pause because of the
         * relay, at the account's rate, and if the slot is open.
         */
        public Instant opensAt(Instant now) {
            return slotOpensAt(number, now);
        }

        /** Returns whether the delivery's share has expired, so that other instances may use it. */
        public boolean isExpired() {
            return isShareExpired();
        }

        /** Returns whether the delivery's share allows fewer slots, or has expired. */
        public boolean isClosed() {
            return isSlotClosed(number);
        }

        /**
         * Acquires the right to send one mail to a domain.
         *
         * @return empty if the mail may be sent; otherwise the instant at which to try again. If the limit of the
         *     domain is reached, each mail to it gets a later instant than the previous one, so that a long queue is
         *     not read over and over; if that of the account is, {@link #opensAt} returns the same instant
         */
        public Optional<Instant> tryAcquire(String domain, Instant now) {
            return acquireFor(this, domain, now);
        }

        /**
         * Returns how many mails the account's rate leaves to this worker in a time, if all workers of the delivery
         * send: at least 1; {@link Integer#MAX_VALUE} if there is no rate.
         */
        public int mailsWithin(Duration time) {
            return rateWithin(time);
        }

        /** Releases all domains of the worker: none of its mails is in transmission any more. */
        public void release() {
            releaseSlot(this);
        }
    }

    /** Creates the slot of a new worker. */
    public synchronized WorkerSlot newSlot() {
        return new WorkerSlot(slotCount++);
    }

    /**
     * Applies a share of the limits from now on.
     *
     * @param expiresAt when the share expires, in nanoTime
     */
    synchronized void apply(LimitShare newShare, long expiresAt) {
        validUntil = expiresAt;
        if (!newShare.equals(limitShare)) {
            // An instance that starts alone takes over shares that nobody has used: its first mail need not wait.
            shareChangedAt = shareVersion == 0 && newShare.isUnshared() ? Instant.EPOCH : clock.instant();
            limitShare = newShare;
            shareVersion++;
        }
    }

    /** Returns whether all mails in transmission fit in the current share. */
    synchronized boolean fitsShare() {
        Instant now = clock.instant();
        int concurrency = accountQuota.refresh(now).concurrency;
        return busySlots.stream().allMatch(slot -> slot < concurrency)
                && domainQuotas.values().stream()
                        .allMatch(quota -> quota.inUse == 0 || quota.inUse <= quota.refresh(now).concurrency);
    }

    private synchronized boolean isShareExpired() {
        return nanoTime.getAsLong() - validUntil >= 0;
    }

    private synchronized boolean isSlotClosed(int slot) {
        return isShareExpired() || slot >= accountQuota.refresh(clock.instant()).concurrency;
    }

    private synchronized int rateWithin(Duration time) {
        Quota quota = accountQuota.refresh(clock.instant());
        return quota.bucket
                .map(tokens -> tokens.perSecond() * time.toNanos() / 1e9 / Math.max(1, quota.concurrency))
                .map(mails -> (int) Math.max(1, Math.min(Integer.MAX_VALUE, Math.ceil(mails))))
                .orElse(Integer.MAX_VALUE);
    }

    private synchronized Instant slotOpensAt(int slot, Instant now) {
        if (isSlotClosed(slot)) {
            return now.plus(BUSY_RETRY);
        }
        Instant permittedAt = accountQuota.earliest(now);
        return permittedAt.isAfter(pausedUntil) ? permittedAt : pausedUntil;
    }

    private synchronized Optional<Instant> acquireFor(WorkerSlot slot, String domain, Instant now) {
        Instant accountPermittedAt = accountQuota.earliest(now);
        if (accountPermittedAt.isAfter(now)) { // another worker was faster
            return Optional.of(accountPermittedAt);
        }
        if (domainQuotas.size() > MAX_TRACKED_DOMAINS) {
            domainQuotas.values().removeIf(idleCandidate -> idleCandidate.isIdle(now));
        }
        Quota quota = domainQuotas
                .computeIfAbsent(domain, name -> new Quota(name, domainLimit))
                .refresh(now);
        Instant permittedAt = quota.earliest(now);
        // A domain counts once for each worker, which sends one mail at a time.
        boolean alreadyHeld = slot.heldDomains.contains(domain);
        boolean full = alreadyHeld ? quota.inUse > quota.concurrency : quota.inUse >= quota.concurrency;
        if (full || permittedAt.isAfter(now)) {
            // The mail queues up behind those that were refused before, one interval apart.
            Instant earliest = permittedAt.isAfter(now) ? permittedAt : now.plus(BUSY_RETRY);
            Instant queuedAt =
                    quota.queuedUntil.isAfter(now) ? quota.queuedUntil.plus(quota.queueInterval()) : earliest;
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

    /** Ends the pause: the relay has replied. */
    public synchronized void relayReached() {
        pause = Duration.ZERO;
        relayProblem = Optional.empty();
    }

    /**
     * Returns why the relay could not be reached at the last attempt; empty if it could, or before the first attempt.
     */
    public synchronized Optional<String> relayProblem() {
        return relayProblem;
    }

    /**
     * Pauses all workers because the relay could not be reached. Each pause doubles, from one second to one minute.
     *
     * @param reason in words, without addresses
     * @return the end of the pause
     */
    public synchronized Instant relayUnreachable(Instant now, String reason) {
        relayProblem = Optional.of(reason);
        if (!now.isBefore(pausedUntil)) {
            Duration doubled = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
            pause = doubled.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : doubled;
            pausedUntil = now.plus(pause);
        }
        return pausedUntil;
    }

    /** Returns true to one caller in each interval, which then ends the attempts with expired leases. */
    public synchronized boolean shouldSweep(Instant now, Duration interval) {
        if (now.isBefore(nextSweep)) {
            return false;
        }
        nextSweep = now.plus(interval);
        return true;
    }
}
