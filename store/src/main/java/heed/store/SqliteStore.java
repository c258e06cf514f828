package heed.store;

import heed.store.internal.sqlite.SqliteDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/**
 * The embedded store: one SQLite file, which several processes on one machine may use at once. The changes of a transaction
 * are on disk when it returns. Readers are never blocked. Writers of all processes run one after another.
 */
public final class SqliteStore extends DatabaseStore {
    private SqliteStore(SqliteDatabase database, Clock clock) {
        super(database, clock);
    }

    /**
     * Opens the store in a file. Creates the store if there is no such file, and upgrades an older one.
     *
     * @throws heed.model.store.StoreException if the file is not a store, or is one of a newer version
     */
    public static SqliteStore open(Path file, Clock clock) {
        return open(file, DEFAULT_LOCK_TIMEOUT, clock);
    }

    /**
     * Opens the store in a file as {@link #open(Path, Clock)} does.
     *
     * @param lockTimeout how long a writer waits for other writers before it fails and its transaction is rolled back
     */
    public static SqliteStore open(Path file, Duration lockTimeout, Clock clock) {
        return new SqliteStore(SqliteDatabase.open(file, true, lockTimeout, clock), clock);
    }

    /**
     * Opens an existing store, and upgrades an older one.
     *
     * @throws heed.model.store.StoreException if there is no store, with a message for people
     */
    public static SqliteStore openExisting(Path file, Clock clock) {
        return openExisting(file, DEFAULT_LOCK_TIMEOUT, clock);
    }

    /**
     * Opens an existing store, and upgrades an older one.
     *
     * @param lockTimeout how long a writer waits for other writers before it fails and its transaction is rolled back
     * @throws heed.model.store.StoreException if there is no store, with a message for people
     */
    public static SqliteStore openExisting(Path file, Duration lockTimeout, Clock clock) {
        return new SqliteStore(SqliteDatabase.open(file, false, lockTimeout, clock), clock);
    }
}
