package heed.cli.internal.stores;

import heed.store.DatabaseStore;
import heed.store.PostgresServer;
import heed.store.RestoredStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The location of a store, as {@code --store} gives it. Its text form is for people and never contains a password. */
public sealed interface StoreLocation permits FileLocation, ServerLocation {

    /**
     * Parses a file path, or an address that begins with {@code postgresql://}.
     *
     * @throws IllegalArgumentException if the text is neither; its message names the reason
     */
    static StoreLocation of(String text) {
        int schemeEnd = text.indexOf("://");
        if (schemeEnd > 0 && !text.startsWith(PostgresServer.SCHEME)) {
            throw new IllegalArgumentException("an address of a database begins with " + PostgresServer.SCHEME
                    + ", not with " + text.substring(0, schemeEnd) + "://");
        }
        return text.startsWith(PostgresServer.SCHEME) ? ServerLocation.of(text) : FileLocation.of(text);
    }

    /**
     * Opens the store at this location; returns empty if there is none.
     *
     * @param environment the environment variables of the process, which may contain the password
     * @param lockTimeout how long the store waits for locks of other transactions
     */
    Optional<DatabaseStore> find(Map<String, String> environment, Duration lockTimeout, Clock clock);

    /** Returns the files that the store uses or would use; none for a database on a server. */
    List<Path> files();

    /** Returns the files of the store that everybody on the machine may read; none for a database on a server. */
    List<Path> exposedFiles();

    /** Returns whether this is a file in a folder that has nothing in it. */
    boolean isInEmptyFolder();

    /** Opens the store at this location, and creates it if there is none. The parameters are those of {@link #find}. */
    DatabaseStore open(Map<String, String> environment, Duration lockTimeout, Clock clock);

    /**
     * Restores a backup into a new store at this location, and opens it. The other parameters are those of {@link #find}.
     *
     * @throws heed.model.store.StoreException if there is a store with content, or if the backup is damaged
     */
    RestoredStore restore(Path backup, Map<String, String> environment, Duration lockTimeout, Clock clock);
}
