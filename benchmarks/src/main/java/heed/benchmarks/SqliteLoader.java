package heed.benchmarks;

import heed.benchmarks.store.FilledStore;
import heed.examples.prove.SqliteFiles;
import heed.store.SqliteStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Loads an embedded store with the shell of SQLite: {@code .import} reads the file into a table in memory, and two statements copy
 * its rows into the tables of the store, with the settings that the store itself uses for writing.
 */
final class SqliteLoader implements ImportBenchmark.DatabaseLoader {
    static final String COUNTS = """
            SELECT count(*) || ' ' || sum(key) || ' ' || count(DISTINCT country) || ' ' || sum(lead_score)
                || ' ' || sum(length(id || email || first_name || last_name || company || city))
                || ' ' || (SELECT count(*) || ' ' || sum(prospect) FROM fact)
            FROM prospect
            """;
    private static final String COLUMNS =
            FilledStore.FIELDS.stream().map(field -> column(field.apiName())).collect(Collectors.joining(", "));
    private static final String LOAD = """
            PRAGMA synchronous = FULL;
            PRAGMA foreign_keys = ON;
            PRAGMA cache_size = -65536;
            PRAGMA temp_store = memory;
            CREATE TEMP TABLE imported (%1$s);
            .import --csv --skip 1 --schema temp "%2$s" imported
            BEGIN;
            INSERT INTO provenance (at, actor, source, reason) VALUES ('2026-01-01T00:00:00Z', 'sql', 'IMPORT', 'load');
            INSERT INTO prospect (key, account, created, %1$s) SELECT rowid, 1, 1767225600000, %1$s FROM imported;
            INSERT INTO fact (prospect, provenance) SELECT key, 1 FROM prospect;
            COMMIT;
            """;

    private final Path file;
    private final Path empty;
    private final Path csv;

    SqliteLoader(Path folder, Path csv) throws IOException {
        this.file = folder.resolve("loaded.db");
        this.empty = folder.resolve("empty.db");
        this.csv = csv;
        Files.deleteIfExists(empty);
        try (SqliteStore store = SqliteStore.open(empty, Clock.systemUTC())) {
            store.addAccount(FilledStore.ACCOUNT, ZoneOffset.UTC);
        }
    }

    /** Returns the column of a standard field. */
    static String column(String apiName) {
        return apiName.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }

    @Override
    public String prepareEmpty() throws IOException {
        return SqliteFiles.copy(empty, file).toString();
    }

    @Override
    public void load() throws IOException, InterruptedException {
        ImportBenchmark.runProgram(LOAD.formatted(COLUMNS, csv), "sqlite3", "-bail", file.toString());
    }

    @Override
    public String counts() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(COUNTS)) {
            return rows.getString(1);
        }
    }

    @Override
    public String label() {
        return "sqlite3      ";
    }

    @Override
    public void close() {}
}
