package heed.mail.limits;

import heed.mail.gate.SendPermit;
import heed.mail.limits.DeliveryInstances.DeliveryInstance;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One delivery's part in dividing the account's limits among all that deliver its mail. It says at each beat that it lives
 * and with whom it divides, and reads what the others say. A newcomer's share is given up first and said to be free then,
 * so that what all may send never exceeds a limit. It goes by no clock but by how time passes here; clocks may differ and
 * be set. Not thread-safe.
 */
public final class LimitCoordinator {
    /** How often it beats. */
    public static final Duration HEARTBEAT_INTERVAL = Duration.ofSeconds(1);
    /** For how long after a beat it may send. */
    static final Duration VALID_FOR = Duration.ofSeconds(3);
    /** How long another one is silent before its share is taken; until then what it began to send has gone. */
    static final Duration SILENCE_TIMEOUT = VALID_FOR.plus(SendPermit.VALID_FOR).plusSeconds(1);

    private final DeliveryInstances instances;
    private final SendLimiter limiter;
    private final Supplier<String> idGenerator;
    private final LongSupplier nanoTime;

    private Optional<String> instanceId = Optional.empty();
    private SortedSet<String> publishedMembers = new TreeSet<>(); // the list that the others can read
    private SortedSet<String> nextMembers = new TreeSet<>(); // the one that it is about to be
    private final Map<String, LastHeartbeat> lastHeartbeats = new HashMap<>();

    private record LastHeartbeat(long heartbeats, long since) {}

    /** @param nanoTime how time passes, as {@link System#nanoTime} */
    public LimitCoordinator(
            DeliveryInstances instances, SendLimiter limiter, Supplier<String> idGenerator, LongSupplier nanoTime) {
        this.instances = instances;
        this.limiter = limiter;
        this.idGenerator = idGenerator;
        this.nanoTime = nanoTime;
    }

    /**
     * Beats once; when it throws, what may be sent is what the last beat said, for as long as that is good.
     *
     * @return whether to beat again at once, because something changed
     */
    public boolean heartbeat() {
        long startedAt = nanoTime.getAsLong();
        String id = instanceId.orElseGet(this::join);
        Optional<List<DeliveryInstance>> others = instances.heartbeat(id, nextMembers);
        if (others.isEmpty()) { // it was silent for too long, and its share is others' now
            instanceId = Optional.empty();
            limiter.apply(LimitShare.NONE, startedAt);
            return true;
        }
        SortedSet<String> members = new TreeSet<>(Set.of(id));
        Map<String, SortedSet<String>> otherMembers = new TreeMap<>();
        for (DeliveryInstance other : others.get()) {
            members.add(other.id());
            otherMembers.put(other.id(), new TreeSet<>(other.members()));
        }
        Set<SortedSet<String>> ownMembers =
                Stream.of(publishedMembers, nextMembers, members).collect(Collectors.toUnmodifiableSet());
        limiter.apply(new LimitShare(id, ownMembers, otherMembers), startedAt + VALID_FOR.toNanos());
        boolean changed = !publishedMembers.equals(nextMembers);
        publishedMembers = nextMembers;
        if (!nextMembers.equals(members) && limiter.fitsShare()) { // what others are to have is free
            nextMembers = members;
            changed = true;
        }
        return removeSilent(others.get(), nanoTime.getAsLong()) || changed;
    }

    private String join() {
        String id = idGenerator.get();
        nextMembers = new TreeSet<>(instances.join(id));
        publishedMembers = nextMembers;
        lastHeartbeats.clear();
        instanceId = Optional.of(id);
        return id;
    }

    private boolean removeSilent(List<DeliveryInstance> others, long now) {
        lastHeartbeats
                .keySet()
                .retainAll(others.stream().map(DeliveryInstance::id).toList());
        boolean removed = false;
        for (DeliveryInstance other : others) {
            LastHeartbeat previous = lastHeartbeats.get(other.id());
            if (previous == null || previous.heartbeats != other.heartbeats()) {
                lastHeartbeats.put(other.id(), new LastHeartbeat(other.heartbeats(), now));
            } else if (now - previous.since >= SILENCE_TIMEOUT.toNanos()) {
                instances.remove(other);
                removed = true;
            }
        }
        return removed;
    }

    /** Leaves its share to the others; nothing of it may be in use any more. */
    public void leave() {
        instanceId.ifPresent(instances::leave);
        instanceId = Optional.empty();
    }
}
