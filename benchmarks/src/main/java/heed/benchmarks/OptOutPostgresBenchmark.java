package heed.benchmarks;

import heed.benchmarks.measure.ForkedJvm;
import heed.benchmarks.measure.MachineDescription;
import heed.benchmarks.store.FilledStore;
import heed.benchmarks.store.OptOutBenchmarkStore;
import heed.benchmarks.store.PostgresCopies;
import heed.examples.prove.DurablePostgres;
import heed.store.PostgresStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Measures {@link OptOutBenchmark} on a PostgreSQL server that waits for the disk. The hand-written SQL is one statement for each
 * batch of the same size, which selects, changes and records the prospects; the transaction of the batch also updates the
 * checkpoint of the run.
 *
 * <p>{@code FOLDER PROSPECTS ROUNDS}
 */
public final class OptOutPostgresBenchmark {
    private static final String BATCH =
            """
            WITH selected AS MATERIALIZED (
                SELECT key FROM prospect WHERE key > ? AND country IN (%s) AND email_opt_out_since IS NULL
                ORDER BY key LIMIT %d),
            changed AS (
                UPDATE prospect p SET email_opt_out_since = ? FROM selected s WHERE p.key = s.key),
            recorded AS (
                INSERT INTO fact (prospect, field, from_text, to_text, provenance, run)
                SELECT key, 13, 'No', 'Yes', ?, ? FROM selected ORDER BY key),
            logged AS (
                INSERT INTO ledger (run, prospect, ordinal, action, outcome)
                SELECT ?, key, 0, '1', 'APPLIED' FROM selected ORDER BY key)
            SELECT max(key), count(*) FROM selected
            """.formatted(OptOutBenchmarkStore.countryCodesSql(), OptOutBenchmarkStore.BATCH);

    private static final Map<String, String> SETTINGS =
            Map.of("shared_buffers", "2GB", "max_wal_size", "8GB", "checkpoint_timeout", "15min");

    private OptOutPostgresBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "engine" -> System.out.println("ms " + measureRun(arguments[1]));
            case "sql" -> System.out.println("ms " + measureSql(arguments[1]));
            default -> compare(Path.of(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        }
    }

    private static void compare(Path folder, int prospects, int rounds) throws Exception {
        Files.createDirectories(folder);
        OptOutComparison comparison = new OptOutComparison();
        try (DurablePostgres server = DurablePostgres.openIn(folder.resolve("postgresql"), SETTINGS)) {
            String base = "prospects_" + prospects;
            PostgresCopies.createIfMissing(server, base, store -> FilledStore.fill(store, prospects, number -> false));
            for (int round = 0; round < rounds; round++) {
                PostgresCopies.copy(server, base, "engine");
                comparison.addRun(
                        ForkedJvm.runForMillis(OptOutPostgresBenchmark.class, "engine", server.address("engine")),
                        url(server, "engine"));
                PostgresCopies.copy(server, base, "sql");
                comparison.addSql(
                        ForkedJvm.runForMillis(OptOutPostgresBenchmark.class, "sql", url(server, "sql")),
                        url(server, "sql"));
            }
            server.execute("DROP DATABASE engine");
            server.execute("DROP DATABASE sql");
        }
        System.out.println(MachineDescription.describe());
        System.out.printf(
                Locale.ROOT,
                "%,d prospects in PostgreSQL, fsync on, 5 %% opted out in batches of %,d; each process with 512 MB of heap%n",
                prospects,
                OptOutBenchmarkStore.BATCH);
        comparison.print(System.out);
    }

    private static String url(DurablePostgres server, String database) {
        return server.url(database) + "&currentSchema=heed";
    }

    private static long measureRun(String address) {
        try (PostgresStore store = PostgresCopies.open(address)) {
            return OptOutComparison.measureRun(store);
        }
    }

    private static long measureSql(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            long start = System.nanoTime();
            String now = Instant.now().toString();
            statement.executeUpdate("INSERT INTO definition VALUES (1, 'opt-out', 1, 'Opt out', '{}', '" + now + "')");
            long run = OptOutComparison.queryNumber(
                    statement,
                    "INSERT INTO run (account, automation, version, entry, mailing, state, decided_at, zone, planned, started)"
                            + " VALUES (1, 'opt-out', 1, 1, 1, 'RUNNING', '" + now + "', 'Z', false, '" + now
                            + "') RETURNING id");
            connection.commit();
            long last = 0;
            long changed = OptOutBenchmarkStore.BATCH;
            try (PreparedStatement batch = connection.prepareStatement(BATCH);
                    PreparedStatement checkpoint = connection.prepareStatement("UPDATE run SET checkpoint = ?,"
                            + " affected = affected + ?, applied = applied + ? WHERE id = ?")) {
                while (changed == OptOutBenchmarkStore.BATCH) {
                    long provenance = OptOutComparison.queryNumber(
                            statement,
                            "INSERT INTO provenance (at, actor, source, reason) VALUES ('" + now
                                    + "', 'sql', 'AUTOMATION', 'Opt out') RETURNING id");
                    batch.setLong(1, last);
                    batch.setLong(2, System.currentTimeMillis());
                    batch.setLong(3, provenance);
                    batch.setLong(4, run);
                    batch.setLong(5, run);
                    try (ResultSet rows = batch.executeQuery()) {
                        rows.next();
                        last = Math.max(last, rows.getLong(1));
                        changed = rows.getLong(2);
                    }
                    checkpoint.setLong(1, last);
                    checkpoint.setLong(2, changed);
                    checkpoint.setLong(3, changed);
                    checkpoint.setLong(4, run);
                    checkpoint.executeUpdate();
                    connection.commit();
                }
            }
            statement.executeUpdate("UPDATE run SET state = 'FINISHED', finished = '" + now + "'");
            connection.commit();
            return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        }
    }
}
