package heed.benchmarks;

import heed.benchmarks.measure.ForkedJvm;
import heed.benchmarks.measure.MachineDescription;
import heed.benchmarks.measure.ResultCheck;
import heed.benchmarks.measure.Statistics;
import heed.benchmarks.store.FilledStore;
import heed.benchmarks.store.OptOutBenchmarkStore;
import heed.benchmarks.store.PostgresCopies;
import heed.engine.Engine;
import heed.engine.definition.AutomationSource;
import heed.engine.run.ProgressListener;
import heed.engine.run.RunOptions;
import heed.engine.run.RunReport;
import heed.examples.prove.DurablePostgres;
import heed.model.store.AccountStore;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * {@link OptOutBenchmark} on a PostgreSQL server that waits for the disk. The hand-written SQL is one statement for each batch of
 * the same size: it takes, changes and records the prospects, and the run's checkpoint is its transaction's.
 *
 * <p>{@code FOLDER PROSPECTS ROUNDS}
 */
public final class OptOutPostgresBenchmark {
    private static final String BATCH =
            """
            WITH taken AS MATERIALIZED (
                SELECT key FROM prospect WHERE key > ? AND country IN (%s) AND email_opt_out_since IS NULL
                ORDER BY key LIMIT %d),
            changed AS (
                UPDATE prospect p SET email_opt_out_since = ? FROM taken t WHERE p.key = t.key),
            said AS (
                INSERT INTO fact (prospect, field, from_text, to_text, provenance, run)
                SELECT key, 13, 'No', 'Yes', ?, ? FROM taken ORDER BY key),
            done AS (
                INSERT INTO ledger (run, prospect, ordinal, action, outcome)
                SELECT ?, key, 0, '1', 'APPLIED' FROM taken ORDER BY key)
            SELECT max(key), count(*) FROM taken
            """.formatted(OptOutBenchmarkStore.countryCodesSql(), OptOutBenchmarkStore.BATCH);

    private static final Map<String, String> SETTINGS =
            Map.of("shared_buffers", "2GB", "max_wal_size", "8GB", "checkpoint_timeout", "15min");

    private OptOutPostgresBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "engine" -> System.out.println("ms " + engine(arguments[1]));
            case "sql" -> System.out.println("ms " + sql(arguments[1]));
            default -> compare(Path.of(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        }
    }

    private static void compare(Path folder, int prospects, int rounds) throws Exception {
        Files.createDirectories(folder);
        List<Double> engine = new ArrayList<>();
        List<Double> sql = new ArrayList<>();
        ResultCheck check = new ResultCheck("opt-outs and their keys, ledger, facts");
        try (DurablePostgres server = DurablePostgres.openIn(folder.resolve("postgresql"), SETTINGS)) {
            String base = "prospects_" + prospects;
            PostgresCopies.createIfMissing(server, base, store -> FilledStore.fill(store, prospects, number -> false));
            for (int round = 0; round < rounds; round++) {
                PostgresCopies.copy(server, base, "engine");
                engine.add(ForkedJvm.runForMillis(OptOutPostgresBenchmark.class, "engine", server.address("engine")));
                check.add("heed run", counts(server.url("engine")));
                PostgresCopies.copy(server, base, "sql");
                sql.add(ForkedJvm.runForMillis(OptOutPostgresBenchmark.class, "sql", server.url("sql")));
                check.add("batch SQL", counts(server.url("sql")));
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
        Statistics ours = Statistics.of(engine);
        Statistics theirs = Statistics.of(sql);
        System.out.printf("heed run   %s%n", ours.formatMillis());
        System.out.printf("batch SQL  %s%n", theirs.formatMillis());
        System.out.printf(Locale.ROOT, "ratio      %.2f%n", ours.median() / theirs.median());
        check.print(System.out);
    }

    private static long engine(String address) {
        try (PostgresStore store = PostgresCopies.open(address)) {
            AccountStore account = store.account("default").orElseThrow();
            AutomationSource source = OptOutBenchmarkStore.optOutAutomation(account);
            Engine engine = Engine.builder(account)
                    .prefilter(store)
                    .batchSize(OptOutBenchmarkStore.BATCH)
                    .build();
            long start = System.nanoTime();
            RunReport report = engine.run(source, RunOptions.DEFAULT, ProgressListener.NONE);
            long elapsedMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            if (report.run().tally().applied() == 0) {
                throw new IllegalStateException("nobody was opted out");
            }
            return elapsedMillis;
        }
    }

    private static long sql(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("SET search_path = heed");
            connection.setAutoCommit(false);
            long start = System.nanoTime();
            String now = Instant.now().toString();
            statement.executeUpdate("INSERT INTO definition VALUES (1, 'opt-out', 1, 'Opt out', '{}', '" + now + "')");
            long run = number(
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
                    long why = number(
                            statement,
                            "INSERT INTO provenance (at, actor, source, reason) VALUES ('" + now
                                    + "', 'sql', 'AUTOMATION', 'Opt out') RETURNING id");
                    batch.setLong(1, last);
                    batch.setLong(2, System.currentTimeMillis());
                    batch.setLong(3, why);
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

    private static long number(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** Both wrote the same opt-outs, facts and ledger. */
    private static String counts(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT (SELECT count(*) || ' ' || sum(key) FROM heed.prospect"
                        + " WHERE email_opt_out_since IS NOT NULL) || ' ' || (SELECT count(*) FROM heed.ledger) || ' '"
                        + " || (SELECT count(*) || ' ' || sum(prospect) FROM heed.fact WHERE run IS NOT NULL)")) {
            rows.next();
            return rows.getString(1);
        }
    }
}
