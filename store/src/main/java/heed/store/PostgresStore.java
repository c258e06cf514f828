package heed.store;

import heed.store.internal.PostgresDatabase;
import java.time.Clock;
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
     * transaction has one connection.
     */
    public static PostgresStore open(DataSource source, String schema, Clock clock) {
        return new PostgresStore(
                PostgresDatabase.open(source, schema, true, PostgresDatabase.PATIENCE, () -> {}), clock);
    }

    /**
     * Opens a store that is there.
     *
     * @throws heed.model.StoreException if there is none, with a message that says so
     */
    public static PostgresStore openExisting(DataSource source, String schema, Clock clock) {
        return new PostgresStore(
                PostgresDatabase.open(source, schema, false, PostgresDatabase.PATIENCE, () -> {}), clock);
    }
}
