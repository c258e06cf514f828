package heed.mail.limits;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The simplest implementation of the port, in memory. */
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
    public synchronized Optional<List<DeliveryInstance>> heartbeat(String id, Set<String> members) {
        DeliveryInstance instance = instances.get(id);
        if (instance == null) {
            return Optional.empty();
        }
        instances.put(id, new DeliveryInstance(id, instance.heartbeats() + 1, members));
        return Optional.of(others(id));
    }

    synchronized List<DeliveryInstance> others(String id) {
        return instances.values().stream()
                .filter(other -> !other.id().equals(id))
                .toList();
    }

    @Override
    public synchronized List<DeliveryInstance> list() {
        return List.copyOf(instances.values());
    }

    synchronized boolean contains(String id) {
        return instances.containsKey(id);
    }

    @Override
    public synchronized void remove(DeliveryInstance silent) {
        instances.computeIfPresent(
                silent.id(), (id, current) -> current.heartbeats() == silent.heartbeats() ? null : current);
    }

    @Override
    public synchronized void leave(String id) {
        instances.remove(id);
    }
}
