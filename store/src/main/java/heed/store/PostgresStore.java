package heed.store;

import com.zaxxer.hikari.HikariDataSource;
import heed.model.store.StoreException;
import heed.store.internal.postgres.PostgresDatabase;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * A store in a PostgreSQL database, version 14 or later, which many processes may use at once. The store is one schema, by
 * default {@value #SCHEMA}. The changes of a transaction are as durable when it returns as the server's settings make them.
 */
public final class PostgresStore extends DatabaseStore {
    /** The default schema. */
    public static final String SCHEMA = "heed";

    private PostgresStore(PostgresDatabase database, Clock clock) {
        super(database, clock);
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
