package heed.store.internal.prospects;

import heed.store.internal.sql.ConflictException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The prospects that a transaction goes by, where others write at the same time: those that it has only read, and those
 * that it holds. What was decided by the former must not be done to what has become of them since.
 */
public final class ProspectVersions {
    private final Map<Long, Long> readVersions = new HashMap<>();
    private final Set<Long> lockedKeys = new HashSet<>();

    /** It was read, and is not held. */
    void recordRead(long key, long version) {
        readVersions.putIfAbsent(key, version);
    }

    /**
     * It is held from now on.
     *
     * @throws ConflictException if another transaction has changed it since it was read
     */
    void recordLocked(long key, long version) {
        Long readVersion = lockedKeys.add(key) ? readVersions.get(key) : null;
        if (readVersion != null && readVersion != version) {
            throw new ConflictException();
        }
    }
}
