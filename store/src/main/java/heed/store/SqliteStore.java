package heed.store;

import heed.model.store.BackupContents;
import heed.model.store.HeldWork;
import heed.model.store.StoreException;
import heed.store.internal.backup.BackupReader;
import heed.store.internal.backup.BackupWriter;
import heed.store.internal.backup.DurableFiles;
import heed.store.internal.mail.FileAttemptJournals;
import heed.store.internal.sqlite.SqliteBackup;
import heed.store.internal.sqlite.SqliteDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * The embedded store: one SQLite file, which several processes on one machine may use at once. The changes of a transaction
 * are on disk when it returns. Readers are never blocked. Writers of all processes run one after another.
 */
public final class SqliteStore extends DatabaseStore {
    private final SqliteDatabase database;

    private SqliteStore(SqliteDatabase database, Clock clock) {
        super(database, FileAttemptJournals.beside(database.file()), clock);
        this.database = database;
    }

    @Override
    void writeBackup(BackupWriter writer, Path copy, Instant now) throws IOException {
        SqliteBackup.write(database.file(), copy, writer, now);
    }

    /**
     * Restores a backup into a new file and opens it in its next generation. The file appears complete or not at all.
     *
     * @param file does not exist
     * @throws StoreException if the backup is damaged or does not fit; there is no store then
     */
    public static RestoredStore restore(Path backup, Path file, Duration lockTimeout, Clock clock) {
        Path part = file.toAbsolutePath().resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".part");
        try (BackupReader reader = BackupReader.open(backup)) {
            reader.requireDatabase(SqliteBackup.DATABASE, "name a store in PostgreSQL with --store");
            requireNoStore(file);
            BackupContents contents = verify(reader, backup);
            SqliteBackup.extract(reader, part);
            HeldWork held;
            try (SqliteStore store = openExisting(part, lockTimeout, clock)) {
                held = store.heldByRestore().orElse(HeldWork.NONE);
            }
            DurableFiles.force(part);
            requireNoStore(file);
            Files.move(part, file);
            DurableFiles.forceFolder(file);
            return new RestoredStore(openExisting(file, lockTimeout, clock), contents, held);
        } catch (IOException e) {
            throw new StoreException("the store " + file + " could not be written: " + e.getMessage(), e);
        } finally {
            DurableFiles.deleteQuietly(SqliteBackup.filesOf(part));
        }
    }

    /** Files that a removed store left would be taken for those of the restored one. */
    private static void requireNoStore(Path file) {
        for (Path existing : SqliteBackup.filesOf(file)) {
            if (Files.exists(existing)) {
                throw new StoreException(existing + " exists already; a backup is restored into a new store: move the"
                        + " files of the old one away, or name another file with --store");
            }
        }
    }

    /**
     * Opens the store in a file. Creates the store if there is no such file, and upgrades an older one.
     *
     * @throws StoreException if the file is not a store, or is one of a newer version
     */
    public static SqliteStore open(Path file, Clock clock) {
        return open(file, DEFAULT_LOCK_TIMEOUT, clock);
    }

    /**
     * Opens the store in a file as {@link #open(Path, Clock)} does.
     *
     * @param lockTimeout how long a writer waits for other writers before it fails and its transaction is rolled back
     */
    public static SqliteStore open(Path file, Duration lockTimeout, Clock clock) {
        return new SqliteStore(SqliteDatabase.open(file, true, lockTimeout, clock), clock);
    }

    /**
     * Opens an existing store, and upgrades an older one.
     *
     * @throws StoreException if there is no store, with a message for people
     */
    public static SqliteStore openExisting(Path file, Clock clock) {
        return openExisting(file, DEFAULT_LOCK_TIMEOUT, clock);
    }

    /**
     * Opens an existing store, and upgrades an older one.
     *
     * @param lockTimeout how long a writer waits for other writers before it fails and its transaction is rolled back
     * @throws StoreException if there is no store, with a message for people
     */
    public static SqliteStore openExisting(Path file, Duration lockTimeout, Clock clock) {
        return new SqliteStore(SqliteDatabase.open(file, false, lockTimeout, clock), clock);
    }
}
