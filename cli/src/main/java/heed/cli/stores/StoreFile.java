package heed.cli.stores;

import heed.store.DatabaseStore;
import heed.store.SqliteStore;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The file of an embedded store. */
record StoreFile(Path file) implements StorePlace {

    static StoreFile of(String text) {
        try {
            return new StoreFile(Path.of(text));
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("this is no path of a file", e);
        }
    }

    @Override
    public Optional<DatabaseStore> find(Map<String, String> environment, Duration patience, Clock clock) {
        return Files.exists(file) ? Optional.of(SqliteStore.openExisting(file, patience, clock)) : Optional.empty();
    }

    @Override
    public DatabaseStore open(Map<String, String> environment, Duration patience, Clock clock) {
        return SqliteStore.open(file, patience, clock);
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
