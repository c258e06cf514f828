package heed.cli.internal.stores;

import heed.model.store.StoreException;
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
        requireNamed();
        return Files.exists(file) ? Optional.of(SqliteStore.openExisting(file, lockTimeout, clock)) : Optional.empty();
    }

    @Override
    public DatabaseStore open(Map<String, String> environment, Duration lockTimeout, Clock clock) {
        requireNamed();
        return SqliteStore.open(file, lockTimeout, clock);
    }

    private void requireNamed() {
        if (file.toString().isEmpty()) {
            throw new StoreException("--store is empty; name a file, or a database as postgresql://USER@HOST/DATABASE");
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
