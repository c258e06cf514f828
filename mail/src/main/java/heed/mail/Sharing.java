package heed.mail;

import heed.mail.Deliverers.Deliverer;
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
final class Sharing {
    /** How often it beats. */
    static final Duration BEAT = Duration.ofSeconds(1);
    /** For how long after a beat it may send. */
    static final Duration GOOD_FOR = Duration.ofSeconds(3);
    /** How long another one is silent before its share is taken; until then what it began to send has gone. */
    static final Duration SILENT = GOOD_FOR.plus(SendPermit.GOOD_FOR).plusSeconds(1);

    private final Deliverers deliverers;
    private final Traffic traffic;
    private final Supplier<String> ids;
    private final LongSupplier nanos;

    private Optional<String> self = Optional.empty();
    private SortedSet<String> kept = new TreeSet<>(); // the list that the others can read
    private SortedSet<String> list = new TreeSet<>(); // the one that it is about to be
    private final Map<String, Heard> heard = new HashMap<>();

    private record Heard(long beats, long since) {}

    /** @param nanos how time passes, as {@link System#nanoTime} */
    Sharing(Deliverers deliverers, Traffic traffic, Supplier<String> ids, LongSupplier nanos) {
        this.deliverers = deliverers;
        this.traffic = traffic;
        this.ids = ids;
        this.nanos = nanos;
    }

    /**
     * Beats once; when it throws, what may be sent is what the last beat said, for as long as that is good.
     *
     * @return whether to beat again at once, because something changed
     */
    boolean beat() {
        long began = nanos.getAsLong();
        String id = self.orElseGet(this::join);
        Optional<List<Deliverer>> there = deliverers.beat(id, list);
        if (there.isEmpty()) { // it was silent for too long, and its share is others' now
            self = Optional.empty();
            traffic.follow(Division.NOTHING, began);
            return true;
        }
        SortedSet<String> all = new TreeSet<>(Set.of(id));
        Map<String, SortedSet<String>> others = new TreeMap<>();
        for (Deliverer other : there.get()) {
            all.add(other.id());
            others.put(other.id(), new TreeSet<>(other.dividesWith()));
        }
        Set<SortedSet<String>> own = Stream.of(kept, list, all).collect(Collectors.toUnmodifiableSet());
        traffic.follow(new Division(id, own, others), began + GOOD_FOR.toNanos());
        boolean changed = !kept.equals(list);
        kept = list;
        if (!list.equals(all) && traffic.fits()) { // what others are to have is free
            list = all;
            changed = true;
        }
        return removeSilent(there.get(), nanos.getAsLong()) || changed;
    }

    private String join() {
        String id = ids.get();
        list = new TreeSet<>(deliverers.join(id));
        kept = list;
        heard.clear();
        self = Optional.of(id);
        return id;
    }

    private boolean removeSilent(List<Deliverer> others, long now) {
        heard.keySet().retainAll(others.stream().map(Deliverer::id).toList());
        boolean removed = false;
        for (Deliverer other : others) {
            Heard last = heard.get(other.id());
            if (last == null || last.beats != other.beats()) {
                heard.put(other.id(), new Heard(other.beats(), now));
            } else if (now - last.since >= SILENT.toNanos()) {
                deliverers.remove(other);
                removed = true;
            }
        }
        return removed;
    }

    /** Leaves its share to the others; nothing of it may be in use any more. */
    void leave() {
        self.ifPresent(deliverers::leave);
        self = Optional.empty();
    }
}
