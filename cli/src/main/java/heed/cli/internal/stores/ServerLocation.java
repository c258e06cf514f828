package heed.cli.internal.stores;

import heed.store.DatabaseStore;
import heed.store.PostgresServer;
import heed.store.PostgresStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The location of a store in a database of a PostgreSQL server. */
record ServerLocation(PostgresServer server) implements StoreLocation {

    /**
     * Returns the password from the environment of the process. There is no option for it, because every user of the
     * machine can read command lines.
     */
    private static Optional<String> password(Map<String, String> environment) {
        return Stream.of("HEED_STORE_PASSWORD", "PGPASSWORD")
                .flatMap(name -> Optional.ofNullable(environment.get(name)).stream())
                .findFirst();
    }

    @Override
    public Optional<DatabaseStore> find(Map<String, String> environment, Duration lockTimeout, Clock clock) {
        return PostgresStore.find(server, password(environment), lockTimeout, clock)
                .map(DatabaseStore.class::cast);
    }

    @Override
    public DatabaseStore open(Map<String, String> environment, Duration lockTimeout, Clock clock) {
        return PostgresStore.open(server, password(environment), lockTimeout, clock);
    }

    @Override
    public String toString() {
        return server.toString();
    }
}
