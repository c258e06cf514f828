package heed.mail;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Deliverers in memory: what the port promises in the fewest words. */
class InMemoryDeliverers implements Deliverers {
    private final Map<String, Deliverer> there = new TreeMap<>();

    @Override
    public synchronized Set<String> join(String id) {
        Set<String> all = new TreeSet<>(there.keySet());
        all.add(id);
        there.put(id, new Deliverer(id, 0, all));
        return all;
    }

    @Override
    public synchronized Optional<List<Deliverer>> beat(String id, Set<String> dividesWith) {
        Deliverer before = there.get(id);
        if (before == null) {
            return Optional.empty();
        }
        there.put(id, new Deliverer(id, before.beats() + 1, dividesWith));
        return Optional.of(others(id));
    }

    synchronized List<Deliverer> others(String id) {
        return there.values().stream().filter(one -> !one.id().equals(id)).toList();
    }

    synchronized boolean isIn(String id) {
        return there.containsKey(id);
    }

    @Override
    public synchronized void remove(Deliverer silent) {
        there.computeIfPresent(silent.id(), (id, now) -> now.beats() == silent.beats() ? null : now);
    }

    @Override
    public synchronized void leave(String id) {
        there.remove(id);
    }
}
