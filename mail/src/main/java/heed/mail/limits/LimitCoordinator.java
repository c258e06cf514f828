package heed.mail.limits;

import heed.mail.gate.SendPermit;
import heed.mail.limits.DeliveryInstances.DeliveryInstance;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Shares the account's limits with the other delivery instances, for one instance. Each heartbeat publishes the list of
 * instances among which this one divides the limits, and reads the lists of the others. When an instance joins, the
 * others first stop using its shares and only then publish a list that contains it, so that all instances together
 * never exceed a limit. The coordinator uses elapsed time only: the clocks of processes may differ and may be set. Not
 * thread-safe, except {@link #otherInstances}.
 */
public final class LimitCoordinator {
    /** The interval of heartbeats. */
    public static final Duration HEARTBEAT_INTERVAL = Duration.ofSeconds(1);

    private static final Duration UNSETTLED_INTERVAL = HEARTBEAT_INTERVAL.dividedBy(5);
    /** The time after a heartbeat for which the instance may send. */
    static final Duration VALID_FOR = Duration.ofSeconds(3);
    /**
     * The time without a heartbeat after which another instance is removed. By then its share and the permits
     * that it claimed have expired.
     */
    public static final Duration SILENCE_TIMEOUT =
            VALID_FOR.plus(SendPermit.VALID_FOR).plusSeconds(1);

    private final DeliveryInstances instances;
    private final SendLimiter limiter;
    private final Supplier<String> idGenerator;
    private final Predicate<String> hasEnded;
    private final LongSupplier nanoTime;

    private Optional<String> instanceId = Optional.empty();
    private NavigableSet<String> publishedMembers = new TreeSet<>(); // the others may know this list
    private NavigableSet<String> nextMembers = new TreeSet<>(); // the next heartbeat publishes this list
    private final Map<String, LastHeartbeat> lastHeartbeats = new HashMap<>();

    private volatile int otherInstances;
    private boolean settled; // no instance waits for another one to give shares away

    private record LastHeartbeat(long heartbeats, long since) {}

    /**
     * Creates a coordinator, which joins at its first heartbeat.
     *
     * @param idGenerator returns an id that no instance has used before
     * @param hasEnded returns whether the process of an instance has certainly ended, so that it is removed at once
     * @param nanoTime the elapsed time, as of {@link System#nanoTime}
     */
    public LimitCoordinator(
            DeliveryInstances instances,
            SendLimiter limiter,
            Supplier<String> idGenerator,
            Predicate<String> hasEnded,
            LongSupplier nanoTime) {
        this.instances = instances;
        this.limiter = limiter;
        this.idGenerator = idGenerator;
        this.hasEnded = hasEnded;
        this.nanoTime = nanoTime;
    }

    /**
     * Sends one heartbeat, and applies the resulting share to the limiter. If the call throws, the share of the
     * previous heartbeat stays valid until it expires.
     *
     * @return whether to send another heartbeat at once, because something changed
     * @throws heed.model.store.StoreException if the store fails
     */
    public boolean heartbeat() {
        long startedAt = nanoTime.getAsLong();
        String id = instanceId.orElseGet(this::join);
        Optional<List<DeliveryInstance>> others = instances.heartbeat(id, nextMembers);
        if (others.isEmpty()) { // silent for too long: the others use its shares now
            instanceId = Optional.empty();
            limiter.apply(LimitShare.NONE, startedAt);
            return true;
        }
        otherInstances = others.get().size();
        NavigableSet<String> members = new TreeSet<>(Set.of(id));
        Map<String, NavigableSet<String>> otherMembers = new TreeMap<>();
        for (DeliveryInstance other : others.get()) {
            members.add(other.id());
            otherMembers.put(other.id(), new TreeSet<>(other.members()));
        }
        // The others may know this instance by any of these lists.
        settled = otherMembers.values().stream().allMatch(members::equals) && publishedMembers.equals(members);
        Set<NavigableSet<String>> ownMembers =
                Stream.of(publishedMembers, nextMembers, members).collect(Collectors.toUnmodifiableSet());
        limiter.apply(new LimitShare(id, ownMembers, otherMembers), startedAt + VALID_FOR.toNanos());
        boolean changed = !publishedMembers.equals(nextMembers);
        publishedMembers = nextMembers;
        // A list that gives shares away is published only when no mail uses them any more.
        if (!nextMembers.equals(members) && limiter.fitsShare()) {
            nextMembers = members;
            changed = true;
        }
        return removeSilent(others.get(), nanoTime.getAsLong()) || changed;
    }

    /**
     * Returns how many other instances the last heartbeat saw. An instance that has ended without leaving is among them
     * until it is removed.
     */
    public int otherInstances() {
        return otherInstances;
    }

    /** Returns the time until the next heartbeat, which is short while shares change hands, so that few are idle. */
    public Duration nextHeartbeatIn() {
        return settled ? HEARTBEAT_INTERVAL : UNSETTLED_INTERVAL;
    }

    private String join() {
        String id = idGenerator.get();
        nextMembers = new TreeSet<>(instances.join(id));
        publishedMembers = nextMembers;
        lastHeartbeats.clear();
        instanceId = Optional.of(id);
        return id;
    }

    /** Removes the instances that have ended and those without a recent heartbeat, and returns whether there were any. */
    private boolean removeSilent(List<DeliveryInstance> others, long now) {
        lastHeartbeats
                .keySet()
                .retainAll(others.stream().map(DeliveryInstance::id).toList());
        boolean removed = false;
        for (DeliveryInstance other : others) {
            LastHeartbeat previous = lastHeartbeats.get(other.id());
            if (hasEnded.test(other.id())) {
                instances.remove(other);
                removed = true;
            } else if (previous == null || previous.heartbeats != other.heartbeats()) {
                lastHeartbeats.put(other.id(), new LastHeartbeat(other.heartbeats(), now));
            } else if (now - previous.since >= SILENCE_TIMEOUT.toNanos()) {
                instances.remove(other);
                removed = true;
            }
        }
        return removed;
    }

    /** Leaves the shares to the other instances. No mail may be in transmission any more. */
    public void leave() {
        instanceId.ifPresent(instances::leave);
        instanceId = Optional.empty();
    }
}
