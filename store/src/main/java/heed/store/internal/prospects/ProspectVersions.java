package heed.store.internal.prospects;

import heed.store.internal.sql.ConflictException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The versions of the prospects that a writing transaction relies on, where others write at the same time: those that it has
 * only read, and those that it has locked. A decision made from a prospect that was only read must not be applied if the
 * prospect has changed since.
 */
public final class ProspectVersions {
    private final Map<Long, Long> readVersions = new HashMap<>();
    private final Set<Long> lockedKeys = new HashSet<>();

    /** Records that a prospect was read without a lock. */
    void recordRead(long key, long version) {
        readVersions.putIfAbsent(key, version);
    }

    /**
     * Records that a prospect is locked from now on.
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
