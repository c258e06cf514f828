package heed.examples.prove;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Copies and deletes the files of embedded stores that no process has open. */
public final class SqliteFiles {
    /** The store itself, its write-ahead log and the index of that log. */
    private static final List<String> SUFFIXES = List.of("", "-wal", "-shm");

    private SqliteFiles() {}

    /** Deletes a store with its side files. Does nothing if it does not exist. */
    public static void delete(Path store) throws IOException {
        for (String suffix : SUFFIXES) {
            Files.deleteIfExists(Path.of(store + suffix));
        }
    }

    /** Copies a closed store and replaces the target, with its side files. Returns the copy. */
    public static Path copy(Path store, Path copy) throws IOException {
        delete(copy);
        return Files.copy(store, copy);
    }
}
