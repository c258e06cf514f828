package heed.cli.internal.stores;

import heed.model.store.StoreException;
import heed.model.system.PrivateFile;
import heed.store.DatabaseStore;
import heed.store.RestoredStore;
import heed.store.SqliteStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The location of an embedded store: a file. */
record FileLocation(Path file) implements StoreLocation {
    /** The names that SQLite gives to the files of a database (https://www.sqlite.org/tempfiles.html). */
    private static final List<String> SUFFIXES = List.of("", "-wal", "-shm", "-journal");

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

    /** A link leads to a store whose other files are beside the store itself. */
    @Override
    public List<Path> files() {
        Path store = file;
        try {
            store = file.toRealPath();
        } catch (IOException notYetThere) {
            // The store will be created at this path.
        }
        List<Path> files = new ArrayList<>(List.of(file));
        for (String suffix : SUFFIXES) {
            files.add(store.resolveSibling(store.getFileName() + suffix));
        }
        return files;
    }

    @Override
    public List<Path> exposedFiles() {
        List<Path> exposed = new ArrayList<>();
        for (Path candidate : files()) {
            try {
                if (Files.exists(candidate) && PrivateFile.isExposed(candidate)) {
                    exposed.add(candidate);
                }
            } catch (IOException gone) {
                // The last process that used the store has just removed its log.
            }
        }
        return exposed;
    }

    @Override
    public boolean isInEmptyFolder() {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        } catch (IOException e) {
            throw new StoreException("the folder " + folder + " cannot be read", e);
        }
    }

    @Override
    public DatabaseStore open(Map<String, String> environment, Duration lockTimeout, Clock clock) {
        requireNamed();
        return SqliteStore.open(file, lockTimeout, clock);
    }

    @Override
    public RestoredStore restore(Path backup, Map<String, String> environment, Duration lockTimeout, Clock clock) {
        requireNamed();
        return SqliteStore.restore(backup, file, lockTimeout, clock);
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
