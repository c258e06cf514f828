package heed.cli.internal.stores;

import heed.store.DatabaseStore;
import heed.store.PostgresServer;
import heed.store.PostgresStore;
import heed.store.RestoredStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The location of a store in a database of a PostgreSQL server. */
record ServerLocation(PostgresServer server) implements StoreLocation {

    private static final String PASSWORD_VARIABLE = "HEED_STORE_PASSWORD";

    /** @throws IllegalArgumentException if the text is not a valid address; its message says why */
    static ServerLocation of(String text) {
        try {
            return new ServerLocation(PostgresServer.parse(text));
        } catch (PostgresServer.PasswordInAddressException e) {
            throw new IllegalArgumentException(
                    e.getMessage() + ", and set the environment variable " + PASSWORD_VARIABLE
                            + " or write a .pgpass file",
                    e);
        }
    }

    /**
     * Returns the password from the environment of the process. There is no option for it, because every user of the
     * machine can read command lines.
     */
    private static Optional<String> password(Map<String, String> environment) {
        return Stream.of(PASSWORD_VARIABLE, "PGPASSWORD")
                .flatMap(name -> Optional.ofNullable(environment.get(name)).stream())
                .findFirst();
    }

    @Override
    public Optional<DatabaseStore> find(Map<String, String> environment, Duration lockTimeout, Clock clock) {
        return PostgresStore.find(server, password(environment), lockTimeout, clock)
                .map(DatabaseStore.class::cast);
    }

    @Override
    public List<Path> files() {
        return List.of();
    }

    @Override
    public List<Path> exposedFiles() {
        return List.of();
    }

    @Override
    public boolean isInEmptyFolder() {
        return false;
    }

    @Override
    public DatabaseStore open(Map<String, String> environment, Duration lockTimeout, Clock clock) {
        return PostgresStore.open(server, password(environment), lockTimeout, clock);
    }

    @Override
    public RestoredStore restore(Path backup, Map<String, String> environment, Duration lockTimeout, Clock clock) {
        return PostgresStore.restore(backup, server, password(environment), lockTimeout, clock);
    }

    @Override
    public String toString() {
        return server.toString();
    }
}
