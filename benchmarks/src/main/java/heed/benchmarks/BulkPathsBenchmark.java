package heed.benchmarks;

import heed.benchmarks.measure.MachineDescription;
import heed.benchmarks.measure.ResultCheck;
import heed.benchmarks.store.PostgresCopies;
import heed.examples.prove.DurablePostgres;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.postgresql.PGConnection;

/**
 * Compares ways of sending many rows to PostgreSQL at once: inserts of new prospects, and updates of two fields of each prospect.
 * Transactions have 5,000 rows. The tables are those of the store, on a server that waits for the disk.
 *
 * <p>{@code ROWS ROUNDS}
 */
public final class BulkPathsBenchmark {
    private static final int BATCH = 5_000;
    private static final long ACCOUNT = 1;

    private BulkPathsBenchmark() {}

    /** A way to write one batch. */
    private interface WriteStrategy {
        void write(Connection connection, long firstNumber) throws Exception;
    }

    public static void main(String[] arguments) throws Exception {
        int rows = Integer.parseInt(arguments[0]);
        int rounds = Integer.parseInt(arguments[1]);
        try (DurablePostgres server = DurablePostgres.start(
                Map.of("shared_buffers", "512MB", "max_wal_size", "4GB", "checkpoint_timeout", "30min"))) {
            PostgresCopies.open(server.address("postgres")).close();
            server.execute("INSERT INTO heed.account (name, zone) VALUES ('default', 'UTC')");
            System.out.println(MachineDescription.describe());
            System.out.printf("%,d rows in transactions of %,d; median of %d rounds, ms%n", rows, BATCH, rounds);
            Map<String, WriteStrategy> inserts = new LinkedHashMap<>();
            inserts.put("insert: batch", BulkPathsBenchmark::insertBatch);
            inserts.put("insert: batch, rewritten", BulkPathsBenchmark::insertBatch);
            inserts.put("insert: arrays", BulkPathsBenchmark::insertArrays);
            inserts.put("insert: COPY", BulkPathsBenchmark::insertCopy);
            Map<String, WriteStrategy> updates = new LinkedHashMap<>();
            updates.put("update: batch", BulkPathsBenchmark::updateBatch);
            updates.put("update: arrays", BulkPathsBenchmark::updateArrays);
            updates.put("update: COPY and join", BulkPathsBenchmark::updateCopy);
            Map<String, List<Long>> times = new LinkedHashMap<>();
            ResultCheck inserted = new ResultCheck("rows inserted, and their hash");
            ResultCheck updated = new ResultCheck("rows updated, and their hash");
            for (int round = 0; round < rounds; round++) {
                for (Map.Entry<String, WriteStrategy> strategy : inserts.entrySet()) {
                    server.execute("TRUNCATE heed.prospect CASCADE");
                    measure(server, strategy, rows, times);
                    inserted.add(strategy.getKey(), countAndHash(server));
                }
                for (Map.Entry<String, WriteStrategy> strategy : updates.entrySet()) {
                    server.execute("TRUNCATE heed.prospect CASCADE");
                    write(server, "", BulkPathsBenchmark::insertCopy, rows);
                    server.execute("VACUUM heed.prospect");
                    measure(server, strategy, rows, times);
                    updated.add(strategy.getKey(), countAndHash(server));
                }
            }
            times.forEach((strategy, millis) -> System.out.printf(
                    "%-26s %,8d  %s%n",
                    strategy, millis.stream().sorted().toList().get(millis.size() / 2), millis));
            inserted.print(System.out);
            updated.print(System.out);
        }
    }

    /** Returns the number of prospects and a hash of their values. */
    private static String countAndHash(DurablePostgres server) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.url("postgres"));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*), md5(string_agg(p::text, '|' ORDER BY key))"
                        + " FROM (SELECT key, account, created, id, email, first_name, last_name, company, country,"
                        + " city, lead_score FROM heed.prospect) p")) {
            rows.next();
            return rows.getLong(1) + " " + rows.getString(2);
        }
    }

    private static void measure(
            DurablePostgres server, Map.Entry<String, WriteStrategy> strategy, int rows, Map<String, List<Long>> times)
            throws Exception {
        String option = strategy.getKey().endsWith("rewritten") ? "&reWriteBatchedInserts=true" : "";
        times.computeIfAbsent(strategy.getKey(), key -> new ArrayList<>())
                .add(write(server, option, strategy.getValue(), rows));
    }

    /** Writes all rows with a strategy. Returns the milliseconds that it took. */
    private static long write(DurablePostgres server, String option, WriteStrategy strategy, int rows)
            throws Exception {
        try (Connection connection =
                DriverManager.getConnection(server.url("postgres") + "&currentSchema=heed" + option)) {
            connection.setAutoCommit(false);
            long start = System.nanoTime();
            for (long first = 1; first <= rows; first += BATCH) {
                strategy.write(connection, first);
                connection.commit();
            }
            return (System.nanoTime() - start) / 1_000_000;
        }
    }

    private static List<String> textValues(long number) {
        return List.of(
                "P" + number,
                "person" + number + "@example.com",
                "First" + number % 997,
                "Last" + number % 9973,
                "Company " + number % 5003,
                "FR",
                "City " + number % 1009);
    }

    private static final String COLUMNS =
            "(key, account, created, id, email, first_name, last_name, company, country, city)";

    private static void insertBatch(Connection connection, long first) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "INSERT INTO prospect " + COLUMNS + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (long number = first; number < first + BATCH; number++) {
                statement.setLong(1, number);
                statement.setLong(2, ACCOUNT);
                statement.setLong(3, number);
                List<String> texts = textValues(number);
                for (int i = 0; i < texts.size(); i++) {
                    statement.setString(i + 4, texts.get(i));
                }
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static void insertArrays(Connection connection, long first) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("INSERT INTO prospect " + COLUMNS
                + " SELECT key, " + ACCOUNT + ", created, id, email, first_name, last_name, company, country, city"
                + " FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?)"
                + " AS source (key, created, id, email, first_name, last_name, company, country, city)")) {
            Object[] keys = LongStream.range(first, first + BATCH).boxed().toArray();
            statement.setArray(1, connection.createArrayOf("int8", keys));
            statement.setArray(2, connection.createArrayOf("int8", keys));
            List<List<String>> rows = LongStream.range(first, first + BATCH)
                    .mapToObj(BulkPathsBenchmark::textValues)
                    .toList();
            for (int column = 0; column < 7; column++) {
                int index = column;
                statement.setArray(
                        column + 3,
                        connection.createArrayOf(
                                "text", rows.stream().map(row -> row.get(index)).toArray()));
            }
            statement.executeUpdate();
        }
    }

    private static void insertCopy(Connection connection, long first) throws Exception {
        StringBuilder lines = new StringBuilder();
        for (long number = first; number < first + BATCH; number++) {
            lines.append(number)
                    .append('\t')
                    .append(ACCOUNT)
                    .append('\t')
                    .append(number)
                    .append('\t')
                    .append(String.join("\t", textValues(number)))
                    .append('\n');
        }
        copy(connection, "prospect " + COLUMNS, lines);
    }

    private static void copy(Connection connection, String table, CharSequence lines) throws Exception {
        connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY " + table + " FROM STDIN", new StringReader(lines.toString()));
    }

    private static void updateBatch(Connection connection, long first) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("UPDATE prospect SET lead_score = ?, city = ? WHERE key = ?")) {
            for (long number = first; number < first + BATCH; number++) {
                statement.setDouble(1, (double) (number % 101));
                statement.setString(2, "City " + number % 1013);
                statement.setLong(3, number);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static void updateArrays(Connection connection, long first) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("UPDATE prospect p SET lead_score = source.lead_score, city = source.city"
                        + " FROM unnest(?, ?, ?) AS source (key, lead_score, city) WHERE p.key = source.key")) {
            statement.setArray(
                    1,
                    connection.createArrayOf(
                            "int8",
                            LongStream.range(first, first + BATCH).boxed().toArray()));
            statement.setArray(
                    2,
                    connection.createArrayOf(
                            "float8",
                            LongStream.range(first, first + BATCH)
                                    .mapToObj(number -> (double) (number % 101))
                                    .toArray()));
            statement.setArray(
                    3,
                    connection.createArrayOf(
                            "text",
                            LongStream.range(first, first + BATCH)
                                    .mapToObj(number -> "City " + number % 1013)
                                    .toArray()));
            statement.executeUpdate();
        }
    }

    private static void updateCopy(Connection connection, long first) throws Exception {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TEMP TABLE IF NOT EXISTS source (key bigint, lead_score float8, city text)"
                    + " ON COMMIT DELETE ROWS");
            StringBuilder lines = new StringBuilder();
            for (long number = first; number < first + BATCH; number++) {
                lines.append(number)
                        .append('\t')
                        .append(number % 101)
                        .append("\tCity ")
                        .append(number % 1013)
                        .append('\n');
            }
            copy(connection, "source", lines);
            statement.executeUpdate("UPDATE prospect p SET lead_score = source.lead_score, city = source.city"
                    + " FROM source WHERE p.key = source.key");
        }
    }
}
