package heed.cli.internal.stores;

import heed.store.DatabaseStore;
import heed.store.SqliteStore;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The location of an embedded store: a file. */
record FileLocation(Path file) implements StoreLocation {

    /** @throws IllegalArgumentException if the text is not a file path on this system */
    static FileLocation of(String text) {
        try {
            return new FileLocation(Path.of(text));
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("this is not a file path", e);
        }
    }

    @Override
    public Optional<DatabaseStore> find(Map<String, String> environment, Duration lockTimeout, Clock clock) {
        return Files.exists(file) ? Optional.of(SqliteStore.openExisting(file, lockTimeout, clock)) : Optional.empty();
    }

    @Override
    public DatabaseStore open(Map<String, String> environment, Duration lockTimeout, Clock clock) {
        return SqliteStore.open(file, lockTimeout, clock);
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
