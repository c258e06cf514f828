package heed.benchmarks;

import heed.benchmarks.store.FilledStore;
import heed.benchmarks.store.PostgresCopies;
import heed.examples.prove.DurablePostgres;
import heed.store.PostgresStore;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneOffset;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.postgresql.PGConnection;

/**
 * Loads a store in PostgreSQL, on a server with fsync on, with {@code COPY} from files that already have the form of its tables.
 */
final class PostgresLoader implements ImportBenchmark.DatabaseLoader {
    private static final Map<String, String> SETTINGS =
            Map.of("shared_buffers", "1GB", "max_wal_size", "4GB", "checkpoint_timeout", "15min");
    private static final String EMPTY = "empty";
    private static final String LOADED = "loaded";
    private static final String COLUMNS = FilledStore.FIELDS.stream()
            .map(field -> SqliteLoader.column(field.apiName()))
            .collect(Collectors.joining(", "));

    private final DurablePostgres server;
    private final Path prospects;
    private final Path facts;

    PostgresLoader(Path folder, int rows) throws IOException, SQLException {
        this.prospects = folder.resolve("prospects-" + rows + ".csv");
        this.facts = folder.resolve("facts-" + rows + ".csv");
        Iterator<String> rowIterator = ImportBenchmark.csvRows(rows).iterator();
        try (BufferedWriter lines = Files.newBufferedWriter(prospects)) {
            for (int key = 1; key <= rows; key++) {
                lines.write(key + ",1,1767225600000," + rowIterator.next() + "\n");
            }
        }
        Files.write(facts, (Iterable<String>)
                () -> IntStream.rangeClosed(1, rows).mapToObj(key -> key + ",1").iterator());
        this.server = DurablePostgres.openIn(folder.resolve("postgresql"), SETTINGS);
        server.execute("DROP DATABASE IF EXISTS " + EMPTY);
        server.execute("CREATE DATABASE " + EMPTY);
        try (PostgresStore store = PostgresCopies.open(server.address(EMPTY))) {
            store.addAccount(FilledStore.ACCOUNT, ZoneOffset.UTC);
        }
    }

    @Override
    public String prepareEmpty() throws SQLException {
        server.execute("DROP DATABASE IF EXISTS " + LOADED);
        server.execute("CREATE DATABASE " + LOADED + " TEMPLATE " + EMPTY);
        server.execute("CHECKPOINT");
        return server.address(LOADED);
    }

    @Override
    public void load() throws IOException, SQLException {
        try (Connection connection = DriverManager.getConnection(server.url(LOADED));
                Statement statement = connection.createStatement()) {
            statement.execute("SET search_path = heed");
            connection.setAutoCommit(false);
            statement.execute("INSERT INTO provenance (at, actor, source, reason)"
                    + " VALUES ('2026-01-01T00:00:00Z', 'sql', 'IMPORT', 'load')");
            copy(connection, "prospect (key, account, created, " + COLUMNS + ")", prospects);
            copy(connection, "fact (prospect, provenance)", facts);
            connection.commit();
        }
    }

    private static void copy(Connection connection, String table, Path file) throws IOException, SQLException {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            long unused = connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("COPY " + table + " FROM STDIN (FORMAT csv)", lines);
        }
    }

    @Override
    public String counts() throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.url(LOADED) + "&currentSchema=heed");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(SqliteLoader.COUNTS)) {
            rows.next();
            return rows.getString(1);
        }
    }

    @Override
    public String label() {
        return "COPY         ";
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
