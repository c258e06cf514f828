package heed.store.internal.sqlite;

import heed.model.store.StoreException;
import heed.model.system.PrivateFile;
import heed.store.internal.accounts.AccountTable;
import heed.store.internal.backup.BackupReader;
import heed.store.internal.backup.BackupWriter;
import heed.store.internal.backup.DurableFiles;
import heed.store.internal.backup.GenerationTable;
import heed.store.internal.sql.SqlSession;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Backups of SQLite stores. The archive holds one part, which is an SQLite file without a write-ahead log. */
public final class SqliteBackup {
    public static final String DATABASE = "sqlite";
    private static final String PART = "store.sqlite";
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(10);

    private SqliteBackup() {}

    /**
     * Writes the store into an archive. Readers and writers go on meanwhile.
     *
     * @param copy a file that does not exist, in which a copy of the store is made and which is deleted at the end
     */
    public static void write(Path store, Path copy, BackupWriter writer, Instant now) throws IOException {
        try {
            PrivateFile.createIfMissing(copy);
            run(
                    store,
                    session -> session.withConnection(connection -> {
                        try (PreparedStatement vacuum = connection.prepareStatement("VACUUM INTO ?")) {
                            vacuum.setString(1, copy.toAbsolutePath().toString());
                            return vacuum.execute();
                        }
                    }));
            Map<String, Long> rows = run(copy, session -> {
                requireSound(session);
                return countRows(session);
            });
            writer.addPart(PART, out -> Files.copy(copy, out));
            rows.forEach((table, count) -> writer.addTable(table, count, List.of()));
            writer.finish(DATABASE, run(copy, AccountTable::storeId), run(copy, GenerationTable::number), now);
        } finally {
            DurableFiles.deleteQuietly(filesOf(copy));
        }
    }

    /** Writes the store of a verified archive into a file that does not exist, and announces its next generation. */
    public static void extract(BackupReader backup, Path file) throws IOException {
        try (InputStream in = backup.open(PART);
                OutputStream out = PrivateFile.create(file)) {
            in.transferTo(out);
        }
        run(file, session -> {
            requireSound(session);
            if (!countRows(session).equals(backup.manifest().rows())) {
                throw new StoreException(
                        "the backup is damaged: its tables do not have the rows that its manifest names");
            }
            session.begin("BEGIN IMMEDIATE");
            GenerationTable.announce(session, backup.manifest().taken());
            session.commit();
            return true;
        });
    }

    /** Returns the files that SQLite keeps for a database. */
    public static List<Path> filesOf(Path file) {
        return List.of(
                file,
                file.resolveSibling(file.getFileName() + "-wal"),
                file.resolveSibling(file.getFileName() + "-shm"),
                file.resolveSibling(file.getFileName() + "-journal"));
    }

    private static <T> T run(Path file, Function<SqlSession, T> work) {
        try (SqlSession session =
                new SqlSession(SqliteDatabase.connect(file, false, LOCK_TIMEOUT), new SqliteDialect())) {
            return work.apply(session);
        } catch (SQLException e) {
            throw SqliteErrorTranslator.translate(e);
        }
    }

    private static void requireSound(SqlSession session) {
        List<String> damage = session.dialect().findDamage(session);
        if (!damage.isEmpty()) {
            throw new StoreException("the copy of the store is damaged: " + String.join("; ", damage));
        }
    }

    private static Map<String, Long> countRows(SqlSession session) {
        Map<String, Long> rows = new LinkedHashMap<>();
        session.query("""
                        SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'
                            AND name <> 'flyway_schema_history' ORDER BY name
                        """, row -> row.text(1))
                .forEach(table -> rows.put(table, session.queryNumber("SELECT count(*) FROM \"" + table + "\"")));
        return rows;
    }
}
