package heed.cli.stores;

import heed.store.DatabaseStore;
import heed.store.PostgresServer;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Where a store is, as {@code --store} says it. Its text is for people and has no password in it. */
public sealed interface StorePlace permits StoreFile, StoreServer {

    /**
     * Reads a file's path, or an address that begins with {@code postgresql://}.
     *
     * @throws IllegalArgumentException if an address is none, with a message that says why
     */
    static StorePlace of(String text) {
        return text.startsWith(PostgresServer.SCHEME)
                ? new StoreServer(PostgresServer.parse(text))
                : StoreFile.of(text);
    }

    /**
     * Opens the store that is there; empty if there is none.
     *
     * @param environment the variables of the process, which may have the password
     * @param patience how long the store waits for what others hold in it
     */
    Optional<DatabaseStore> find(Map<String, String> environment, Duration patience, Clock clock);

    /** Opens the store, and makes it if there is none. */
    DatabaseStore open(Map<String, String> environment, Duration patience, Clock clock);
}
