package heed.mail.limits;

import heed.mail.limits.DeliveryInstances.DeliveryInstance;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** Finds out whether some process delivers the mail of an account, for one that only looks. */
public final class LiveInstances {
    /** Longer than two heartbeats: an instance without one in this time has ended or cannot reach the store. */
    private static final Duration PATIENCE =
            LimitCoordinator.HEARTBEAT_INTERVAL.multipliedBy(2).plusMillis(500);

    private final DeliveryInstances instances;
    private final Predicate<String> hasEnded;
    private final LongSupplier nanoTime;
    private final Runnable pause;

    /**
     * @param hasEnded returns whether the process of an instance has certainly ended
     * @param nanoTime the elapsed time, as of {@link System#nanoTime}
     * @param pause waits for a moment
     */
    public LiveInstances(
            DeliveryInstances instances, Predicate<String> hasEnded, LongSupplier nanoTime, Runnable pause) {
        this.instances = instances;
        this.hasEnded = hasEnded;
        this.nanoTime = nanoTime;
        this.pause = pause;
    }

    /**
     * Returns whether a delivery of the account is alive, in whatever process. At once if there is none at all, or if all have certainly ended;
     * otherwise with the next heartbeat, or after two intervals without one.
     *
     * @throws heed.model.store.StoreException if the store fails
     */
    public boolean isAnyAlive() {
        Set<DeliveryInstance> before = new HashSet<>(list());
        long end = nanoTime.getAsLong() + PATIENCE.toNanos();
        while (!before.isEmpty() && nanoTime.getAsLong() - end < 0) {
            pause.run();
            List<DeliveryInstance> now = list();
            if (!before.containsAll(now)) {
                return true; // one has joined or has had a heartbeat
            }
            if (now.isEmpty()) {
                return false;
            }
        }
        return false;
    }

    private List<DeliveryInstance> list() {
        return instances.list().stream()
                .filter(instance -> !hasEnded.test(instance.id()))
                .toList();
    }
}
