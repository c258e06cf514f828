package heed.store;

import com.zaxxer.hikari.HikariDataSource;
import heed.model.store.StoreException;
import heed.store.internal.postgres.PostgresDatabase;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * A store in a PostgreSQL database, version 14 or later, which many processes may use at once. It is one schema, {@value
 * #SCHEMA} unless another is named. What a transaction wrote is as durable when it returns as the server is set to make it.
 */
public final class PostgresStore extends DatabaseStore {
    public static final String SCHEMA = "heed";

    private PostgresStore(PostgresDatabase database, Clock clock) {
        super(database, clock);
    }

    /**
     * Opens the store by a platform's own connections, which stay the platform's to close; creates it if there is none, and
     * brings an older one up to date, for which the connections' role must own the schema. Each thread that is in a
     * transaction has one connection; one that reads while it writes has two.
     */
    public static PostgresStore open(DataSource source, String schema, Clock clock) {
        return open(source, schema, DEFAULT_LOCK_TIMEOUT, clock);
    }

    /**
     * Opens the store by a platform's own connections as the other does.
     *
     * @param lockTimeout how long a statement waits for a lock that others hold before its transaction fails with nothing kept
     */
    public static PostgresStore open(DataSource source, String schema, Duration lockTimeout, Clock clock) {
        return new PostgresStore(PostgresDatabase.open(source, schema, true, lockTimeout, () -> {}), clock);
    }

    /**
     * Opens a store that is there.
     *
     * @throws StoreException if there is none, with a message that says so
     */
    public static PostgresStore openExisting(DataSource source, String schema, Clock clock) {
        return new PostgresStore(PostgresDatabase.open(source, schema, false, DEFAULT_LOCK_TIMEOUT, () -> {}), clock);
    }

    /** Opens the store on a server, by connections of its own; creates it or brings it up to date as the other does. */
    public static PostgresStore open(PostgresServer server, Optional<String> password, Clock clock) {
        return open(server, password, DEFAULT_LOCK_TIMEOUT, clock);
    }

    /**
     * Opens the store on a server, by connections of its own, as the other does.
     *
     * @param lockTimeout how long a statement waits for a lock that others hold before its transaction fails with nothing kept
     */
    public static PostgresStore open(
            PostgresServer server, Optional<String> password, Duration lockTimeout, Clock clock) {
        return openOwned(server.createDataSource(password), server, lockTimeout, clock);
    }

    /**
     * Opens the store on a server, by connections of its own; empty if there is none.
     *
     * @param lockTimeout how long a statement waits for a lock that others hold before its transaction fails with nothing kept
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
                    PostgresDatabase.open(dataSource, server.schema(), true, lockTimeout, dataSource), clock);
        } catch (StoreException e) {
            dataSource.close();
            throw e;
        }
    }
}
