package heed.mail.limits;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The delivery instances that deliver an account's mail at the moment, in all processes: the store's port by which they
 * share the account's limits. The port stores no times: an instance is alive if its heartbeats continue. Thread-safe.
 * Each call is one transaction that sees what was committed before it began. If the store fails, a call throws a {@link
 * heed.model.store.StoreException}.
 */
public interface DeliveryInstances {

    /**
     * Adds an instance without a heartbeat.
     *
     * @param id the id of the new instance, which no instance has used before
     * @return the ids of all instances that the call sees, the new one among them; they are stored as its members
     */
    Set<String> join(String id);

    /**
     * Counts one heartbeat of an instance and stores its member list.
     *
     * @param members the ids of the instances among which this instance divides the limits
     * @return the other instances; empty if this instance has been removed, and then nothing was stored
     */
    Optional<List<DeliveryInstance>> heartbeat(String id, Set<String> members);

    /** Returns all instances, also those that have ended without leaving and are not removed yet. */
    List<DeliveryInstance> list();

    /** Removes an instance, unless it has had a heartbeat since it was read. */
    void remove(DeliveryInstance silent);

    /** Removes an instance, whatever its heartbeats; does nothing if there is no such instance. */
    void leave(String id);

    /**
     * A delivery of one process.
     *
     * @param heartbeats the number of its heartbeats
     * @param members the ids of the instances among which it divides the limits, its own among them
     */
    record DeliveryInstance(String id, long heartbeats, Set<String> members) {
        public DeliveryInstance {
            members = Set.copyOf(members);
        }
    }
}
