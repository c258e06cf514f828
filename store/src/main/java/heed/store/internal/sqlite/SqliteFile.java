package heed.store.internal.sqlite;

import heed.model.store.StoreException;
import heed.store.internal.backup.BackupReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the file system tells of a store's file. Two files of SQLite belong together, the database and its write-ahead log,
 * and SQLite finds the log by the path of the database only (https://www.sqlite.org/howtocorrupt.html).
 */
final class SqliteFile {
    private SqliteFile() {}

    /**
     * Refuses a file that is a backup, that has a second name, or whose write-ahead log was taken away.
     *
     * @throws StoreException if it is one, with a message for people
     */
    static void requireWhole(Path file) {
        if (!Files.isRegularFile(file)) {
            return;
        }
        if (BackupReader.isBackup(file)) {
            throw new StoreException(file + " is a backup, not a store; restore it into a new file");
        }
        if (countLinks(file) > 1) {
            throw new StoreException(
                    file + " has a second name (a hard link), under which another process would not see"
                            + " its newest changes and would damage it; remove one of the names, or link with ln -s");
        }
        Path real = realPath(file);
        Path log = real.resolveSibling(real.getFileName() + "-wal");
        Path index = real.resolveSibling(real.getFileName() + "-shm");
        // SQLite creates the index after the log and deletes it before the log.
        if (Files.exists(index) && !Files.exists(log) && Files.exists(index) && !Files.exists(log)) {
            throw new StoreException("the newest changes of " + file + " are missing: they are in " + log
                    + ", which was not copied or moved with it. Put that file back. Without it, delete " + index
                    + ": the store is then as it was some time before");
        }
    }

    private static int countLinks(Path file) {
        try {
            return file.getFileSystem().supportedFileAttributeViews().contains("unix")
                    ? (int) Files.getAttribute(file, "unix:nlink")
                    : 1;
        } catch (IOException e) {
            return 1; // opening the file tells why
        }
    }

    private static Path realPath(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            return file.toAbsolutePath();
        }
    }

    /** Returns what identifies the file at a path, such as its inode; empty if the system has no such thing. */
    static Optional<Object> identify(Path file) {
        try {
            @Nullable
            Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
            return Optional.ofNullable(key);
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
