package heed.store.internal.bounces;

import heed.bounces.marking.BounceMarker;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Counts of hours in one transaction: those that are stored, and the transaction's own changes, which are pending until {@link
 * #flush} writes them.
 *
 * @param <K> the key of a count's row
 */
final class HourlyCounter<K> {
    /** The domain of the counts over all domains. */
    static final String ALL_DOMAINS = "";

    private static final long HOUR_MILLIS = 3_600_000;

    private final Map<K, Integer> pending;
    private final Map<K, Long> stored = new HashMap<>();

    /**
     * Creates a counter without pending changes.
     *
     * @param order the order in which rows are written: the same for all writers, so that no two of them wait for each other
     */
    HourlyCounter(Comparator<K> order) {
        this.pending = new TreeMap<>(order);
    }

    /** Returns the number of the hour since 1970 that contains the instant. */
    static long hourNumber(Instant at) {
        return BounceMarker.hourOf(at).toEpochMilli() / HOUR_MILLIS;
    }

    void add(K key, int delta) {
        pending.merge(key, delta, Integer::sum);
    }

    /**
     * Returns a count with its pending changes.
     *
     * @param reader reads the stored count, maybe with other counts that will be needed next; it is called once for each key
     */
    long count(K key, Function<K, Map<K, Long>> reader) {
        if (!stored.containsKey(key)) {
            stored.putAll(reader.apply(key));
        }
        return stored.getOrDefault(key, 0L) + pending.getOrDefault(key, 0);
    }

    /**
     * Writes the pending changes.
     *
     * @param writer adds each change to its row
     */
    void flush(Consumer<List<Map.Entry<K, Integer>>> writer) {
        writer.accept(List.copyOf(pending.entrySet()));
        pending.clear();
        stored.clear();
    }
}
