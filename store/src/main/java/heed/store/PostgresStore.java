package heed.store;

import com.zaxxer.hikari.HikariDataSource;
import heed.model.store.BackupContents;
import heed.model.store.HeldWork;
import heed.model.store.StoreException;
import heed.store.internal.backup.BackupReader;
import heed.store.internal.backup.BackupWriter;
import heed.store.internal.mail.FileAttemptJournals;
import heed.store.internal.postgres.PostgresBackup;
import heed.store.internal.postgres.PostgresDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * A store in a PostgreSQL database, version 14 or later, which many processes may use at once. The store is one schema, by
 * default {@value #SCHEMA}. The changes of a transaction are as durable when it returns as the server's settings make them.
 */
public final class PostgresStore extends DatabaseStore {
    /** The default schema. */
    public static final String SCHEMA = "heed";

    private final PostgresDatabase database;

    private PostgresStore(PostgresDatabase database, Clock clock) {
        super(database, FileAttemptJournals.ofUser(), clock);
        this.database = database;
    }

    @Override
    void writeBackup(BackupWriter writer, Path copy, Instant now) throws IOException {
        PostgresBackup.write(database, writer, now);
    }

    /**
     * Restores a backup into a schema without a store, or with an empty one, and opens it in its next generation. The role
     * must own the schema.
     *
     * @throws StoreException if the backup is damaged or does not fit, or if the store has accounts
     */
    public static RestoredStore restore(
            Path backup, PostgresServer server, Optional<String> password, Duration lockTimeout, Clock clock) {
        HikariDataSource dataSource = server.createDataSource(password);
        try {
            BackupContents contents = load(backup, dataSource, server.schema(), lockTimeout, clock);
            return opened(openOwned(dataSource, server, lockTimeout, clock), contents);
        } catch (StoreException e) {
            dataSource.close();
            throw e;
        }
    }

    /** Restores a backup with a platform's own connections, as the other method does. */
    public static RestoredStore restore(Path backup, DataSource source, String schema, Clock clock) {
        BackupContents contents = load(backup, source, schema, DEFAULT_LOCK_TIMEOUT, clock);
        return opened(openExisting(source, schema, clock), contents);
    }

    private static BackupContents load(
            Path backup, DataSource source, String schema, Duration lockTimeout, Clock clock) {
        try (BackupReader reader = BackupReader.open(backup)) {
            reader.requireDatabase(PostgresBackup.DATABASE, "name a file with --store");
            BackupContents contents = verify(reader, backup);
            PostgresDatabase.restore(reader, source, schema, lockTimeout, clock);
            return contents;
        }
    }

    private static RestoredStore opened(PostgresStore store, BackupContents contents) {
        return new RestoredStore(store, contents, store.heldByRestore().orElse(HeldWork.NONE));
    }

    /**
     * Opens the store with a platform's own connections, which the platform closes. Creates the store if there is none, and
     * upgrades an older one, for which the connections' role must own the schema. Each thread uses one connection during a
     * transaction, and two if it reads while it writes.
     *
     * @throws StoreException if the store cannot be opened, created or upgraded, with a message for people
     */
    public static PostgresStore open(DataSource source, String schema, Clock clock) {
        return open(source, schema, DEFAULT_LOCK_TIMEOUT, clock);
    }

    /**
     * Opens the store with a platform's own connections, as {@link #open(DataSource, String, Clock)} does.
     *
     * @param lockTimeout how long a statement waits for the lock of another transaction before its own is rolled back
     */
    public static PostgresStore open(DataSource source, String schema, Duration lockTimeout, Clock clock) {
        return new PostgresStore(PostgresDatabase.open(source, schema, true, lockTimeout, () -> {}, clock), clock);
    }

    /**
     * Opens an existing store with a platform's own connections, and upgrades an older one.
     *
     * @throws StoreException if there is no store, with a message for people
     */
    public static PostgresStore openExisting(DataSource source, String schema, Clock clock) {
        return new PostgresStore(
                PostgresDatabase.open(source, schema, false, DEFAULT_LOCK_TIMEOUT, () -> {}, clock), clock);
    }

    /**
     * Opens the store on a server with connections of its own. Creates or upgrades it as {@link #open(DataSource, String,
     * Clock)} does.
     */
    public static PostgresStore open(PostgresServer server, Optional<String> password, Clock clock) {
        return open(server, password, DEFAULT_LOCK_TIMEOUT, clock);
    }

    /**
     * Opens the store on a server with connections of its own. Creates or upgrades it as {@link #open(DataSource, String,
     * Clock)} does.
     *
     * @param lockTimeout how long a statement waits for the lock of another transaction before its own is rolled back
     */
    public static PostgresStore open(
            PostgresServer server, Optional<String> password, Duration lockTimeout, Clock clock) {
        return openOwned(server.createDataSource(password), server, lockTimeout, clock);
    }

    /**
     * Opens an existing store on a server with connections of its own, and upgrades an older one.
     *
     * @param lockTimeout how long a statement waits for the lock of another transaction before its own is rolled back
     */
    public static Optional<PostgresStore> find(
            PostgresServer server, Optional<String> password, Duration lockTimeout, Clock clock) {
        HikariDataSource dataSource = server.createDataSource(password);
        try {
            if (PostgresDatabase.exists(dataSource, server.schema(), lockTimeout)) {
                return Optional.of(openOwned(dataSource, server, lockTimeout, clock));
            }
            dataSource.close();
            return Optional.empty();
        } catch (StoreException e) {
            dataSource.close();
            throw e;
        }
    }

    private static PostgresStore openOwned(
            HikariDataSource dataSource, PostgresServer server, Duration lockTimeout, Clock clock) {
        try {
            return new PostgresStore(
                    PostgresDatabase.open(dataSource, server.schema(), true, lockTimeout, dataSource, clock), clock);
        } catch (StoreException e) {
            dataSource.close();
            throw e;
        }
    }
}
