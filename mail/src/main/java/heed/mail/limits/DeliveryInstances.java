package heed.mail.limits;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who delivers an account's mail at the moment, in all processes: the port by which deliveries divide its limits. It knows no
 * time: who still lives is seen by whether its beats go on. Thread-safe; each call is one transaction that sees what was
 * kept before it began, and a failure of what is below is a {@link heed.model.store.StoreException}.
 */
public interface DeliveryInstances {

    /**
     * Adds a deliverer that has not beaten yet.
     *
     * @param id its own, used once
     * @return those it sees, itself among them: they are kept as those it divides with
     */
    Set<String> join(String id);

    /**
     * Counts one beat, and keeps with whom the deliverer divides.
     *
     * @return the others; empty if the deliverer is not among them any more, and then nothing was kept
     */
    Optional<List<DeliveryInstance>> heartbeat(String id, Set<String> members);

    /** Removes a deliverer if it has not beaten since it was read so. */
    void remove(DeliveryInstance silent);

    /** Removes a deliverer, however often it has beaten; nothing happens if it is not there. */
    void leave(String id);

    /**
     * A delivery of some process.
     *
     * @param heartbeats how often it said that it lives
     * @param members those among whom it takes the limits to be divided, itself among them
     */
    record DeliveryInstance(String id, long heartbeats, Set<String> members) {
        public DeliveryInstance {
            members = Set.copyOf(members);
        }
    }
}
