package heed.cli.internal.stores;

import heed.store.DatabaseStore;
import heed.store.PostgresServer;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Where a store is, as {@code --store} says it. Its text is for people and has no password in it. */
public sealed interface StoreLocation permits FileLocation, ServerLocation {

    /**
     * Reads a file's path, or an address that begins with {@code postgresql://}.
     *
     * @throws IllegalArgumentException if an address is none, with a message that says why
     */
    static StoreLocation of(String text) {
        return text.startsWith(PostgresServer.SCHEME)
                ? new ServerLocation(PostgresServer.parse(text))
                : FileLocation.of(text);
    }

    /**
     * Opens the store that is there; empty if there is none.
     *
     * @param environment the variables of the process, which may have the password
     * @param lockTimeout how long the store waits for what others hold in it
     */
    Optional<DatabaseStore> find(Map<String, String> environment, Duration lockTimeout, Clock clock);

    /** Opens the store, and makes it if there is none. */
    DatabaseStore open(Map<String, String> environment, Duration lockTimeout, Clock clock);
}
