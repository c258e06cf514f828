package heed.store;

import heed.store.internal.sqlite.SqliteDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/**
 * The embedded store: one SQLite file, which several processes may use at once. What a transaction wrote is on disk when it
 * returns. Readers are never blocked; writers of all processes are in one order.
 */
public final class SqliteStore extends DatabaseStore {
    private SqliteStore(SqliteDatabase database, Clock clock) {
        super(database, clock);
    }

    /** Opens the store in the file; creates it if there is no such file, and brings an older one up to date. */
    public static SqliteStore open(Path file, Clock clock) {
        return open(file, DEFAULT_LOCK_TIMEOUT, clock);
    }

    /**
     * Opens the store in the file as the other does.
     *
     * @param lockTimeout how long a writer waits for others before it fails with nothing kept
     */
    public static SqliteStore open(Path file, Duration lockTimeout, Clock clock) {
        return new SqliteStore(SqliteDatabase.open(file, true, lockTimeout), clock);
    }

    /**
     * Opens a store that is there.
     *
     * @throws heed.model.store.StoreException if there is none, with a message that says so
     */
    public static SqliteStore openExisting(Path file, Clock clock) {
        return openExisting(file, DEFAULT_LOCK_TIMEOUT, clock);
    }

    /**
     * Opens a store that is there.
     *
     * @param lockTimeout how long a writer waits for others before it fails with nothing kept
     * @throws heed.model.store.StoreException if there is none, with a message that says so
     */
    public static SqliteStore openExisting(Path file, Duration lockTimeout, Clock clock) {
        return new SqliteStore(SqliteDatabase.open(file, false, lockTimeout), clock);
    }
}
