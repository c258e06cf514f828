package heed.store;

import com.zaxxer.hikari.HikariDataSource;
import heed.model.store.StoreException;
import heed.store.internal.PostgresDatabase;
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
        return open(source, schema, PATIENCE, clock);
    }

    /**
     * Opens the store by a platform's own connections as the other does.
     *
     * @param patience how long a statement waits for a lock that others hold before its transaction fails with nothing kept
     */
    public static PostgresStore open(DataSource source, String schema, Duration patience, Clock clock) {
        return new PostgresStore(PostgresDatabase.open(source, schema, true, patience, () -> {}), clock);
    }

    /**
     * Opens a store that is there.
     *
     * @throws StoreException if there is none, with a message that says so
     */
    public static PostgresStore openExisting(DataSource source, String schema, Clock clock) {
        return new PostgresStore(PostgresDatabase.open(source, schema, false, PATIENCE, () -> {}), clock);
    }

    /** Opens the store on a server, by connections of its own; creates it or brings it up to date as the other does. */
    public static PostgresStore open(PostgresServer server, Optional<String> password, Clock clock) {
        return open(server, password, PATIENCE, clock);
    }

    /**
     * Opens the store on a server, by connections of its own, as the other does.
     *
     * @param patience how long a statement waits for a lock that others hold before its transaction fails with nothing kept
     */
    public static PostgresStore open(PostgresServer server, Optional<String> password, Duration patience, Clock clock) {
        return owning(server.connections(password), server, patience, clock);
    }

    /**
     * Opens the store on a server, by connections of its own; empty if there is none.
     *
     * @param patience how long a statement waits for a lock that others hold before its transaction fails with nothing kept
     */
    public static Optional<PostgresStore> find(
            PostgresServer server, Optional<String> password, Duration patience, Clock clock) {
        HikariDataSource connections = server.connections(password);
        try {
            if (PostgresDatabase.isIn(connections, server.schema(), patience)) {
                return Optional.of(owning(connections, server, patience, clock));
            }
            connections.close();
            return Optional.empty();
        } catch (StoreException e) {
            connections.close();
            throw e;
        }
    }

    private static PostgresStore owning(
            HikariDataSource connections, PostgresServer server, Duration patience, Clock clock) {
        try {
            return new PostgresStore(
                    PostgresDatabase.open(connections, server.schema(), true, patience, connections), clock);
        } catch (StoreException e) {
            connections.close();
            throw e;
        }
    }
}
