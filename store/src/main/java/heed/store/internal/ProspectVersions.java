package heed.store.internal;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The prospects that a transaction goes by, where others write at the same time: those that it has only read, and those
 * that it holds. What was decided by the former must not be done to what has become of them since.
 */
final class ProspectVersions {
    private final Map<Long, Long> read = new HashMap<>();
    private final Set<Long> held = new HashSet<>();

    /** It was read, and is not held. */
    void read(long key, long version) {
        read.putIfAbsent(key, version);
    }

    /**
     * It is held from now on.
     *
     * @throws ConflictException if another transaction has changed it since it was read
     */
    void held(long key, long version) {
        Long before = held.add(key) ? read.get(key) : null;
        if (before != null && before != version) {
            throw new ConflictException();
        }
    }
}
