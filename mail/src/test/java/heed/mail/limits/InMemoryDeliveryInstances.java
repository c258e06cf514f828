package heed.mail.limits;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Deliverers in memory: what the port promises in the fewest words. */
public class InMemoryDeliveryInstances implements DeliveryInstances {
    private final Map<String, DeliveryInstance> instances = new TreeMap<>();

    @Override
    public synchronized Set<String> join(String id) {
        Set<String> all = new TreeSet<>(instances.keySet());
        all.add(id);
        instances.put(id, new DeliveryInstance(id, 0, all));
        return all;
    }

    @Override
    public synchronized Optional<List<DeliveryInstance>> heartbeat(String id, Set<String> dividesWith) {
        DeliveryInstance before = instances.get(id);
        if (before == null) {
            return Optional.empty();
        }
        instances.put(id, new DeliveryInstance(id, before.heartbeats() + 1, dividesWith));
        return Optional.of(others(id));
    }

    synchronized List<DeliveryInstance> others(String id) {
        return instances.values().stream()
                .filter(other -> !other.id().equals(id))
                .toList();
    }

    synchronized boolean contains(String id) {
        return instances.containsKey(id);
    }

    @Override
    public synchronized void remove(DeliveryInstance silent) {
        instances.computeIfPresent(silent.id(), (id, now) -> now.heartbeats() == silent.heartbeats() ? null : now);
    }

    @Override
    public synchronized void leave(String id) {
        instances.remove(id);
    }
}
