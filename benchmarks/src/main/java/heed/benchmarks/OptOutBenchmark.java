package heed.benchmarks;

import heed.benchmarks.measure.ForkedJvm;
import heed.benchmarks.measure.MachineDescription;
import heed.benchmarks.measure.ResultCheck;
import heed.benchmarks.measure.Statistics;
import heed.benchmarks.store.FilledStore;
import heed.benchmarks.store.OptOutBenchmarkStore;
import heed.engine.Engine;
import heed.engine.definition.AutomationSource;
import heed.engine.run.ProgressListener;
import heed.engine.run.RunOptions;
import heed.engine.run.RunReport;
import heed.model.store.AccountStore;
import heed.store.SqliteStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A run that opts out 5 % of the prospects of an embedded store, from its start to its last commit, beside hand-written
 * set-based SQL in batches of the same size that writes the same rows (values, facts, ledger, run) to a copy of the same
 * file. Each is a process of its own with a heap of 512 MB; they alternate.
 *
 * <p>{@code FOLDER PROSPECTS ROUNDS}
 */
public final class OptOutBenchmark {
    private static final int BATCH = OptOutBenchmarkStore.BATCH;

    private OptOutBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "engine" -> System.out.println("ms " + engine(Path.of(arguments[1])));
            case "sql" -> System.out.println("ms " + sql(Path.of(arguments[1])));
            default -> compare(Path.of(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        }
    }

    private static void compare(Path folder, int prospects, int rounds) throws Exception {
        Path base = OptOutBenchmarkStore.storeFile(folder, prospects);
        Path byEngine = folder.resolve("engine.db");
        Path bySql = folder.resolve("sql.db");
        List<Double> engine = new ArrayList<>();
        List<Double> sql = new ArrayList<>();
        ResultCheck check = new ResultCheck("opt-outs and their keys, ledger, facts");
        for (int round = 0; round < rounds; round++) {
            engine.add(ForkedJvm.runForMillis(OptOutBenchmark.class, "engine", FilledStore.copy(base, byEngine)));
            sql.add(ForkedJvm.runForMillis(OptOutBenchmark.class, "sql", FilledStore.copy(base, bySql)));
            check.add("heed run", counts(byEngine));
            check.add("batch SQL", counts(bySql));
        }
        System.out.println(MachineDescription.describe());
        System.out.printf(
                "%,d prospects, 5 %% opted out in batches of %,d; each process with 512 MB of heap%n",
                prospects, BATCH);
        Statistics ours = Statistics.of(engine);
        Statistics theirs = Statistics.of(sql);
        System.out.printf("heed run   %s%n", ours.formatMillis());
        System.out.printf("batch SQL  %s%n", theirs.formatMillis());
        System.out.printf("ratio      %.2f%n", ours.median() / theirs.median());
        check.print(System.out);
    }

    private static long engine(Path file) {
        try (SqliteStore store = SqliteStore.openExisting(file, Clock.systemUTC())) {
            AccountStore account = store.account("default").orElseThrow();
            AutomationSource source = OptOutBenchmarkStore.optOutAutomation(account);
            Engine engine =
                    Engine.builder(account).prefilter(store).batchSize(BATCH).build();
            long start = System.nanoTime();
            RunReport report = engine.run(source, RunOptions.DEFAULT, ProgressListener.NONE);
            long elapsedMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            if (report.run().tally().applied() == 0) {
                throw new IllegalStateException("nobody was opted out");
            }
            return elapsedMillis;
        }
    }

    private static long sql(Path file) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = FULL");
            statement.execute("PRAGMA foreign_keys = ON");
            statement.execute("PRAGMA cache_size = -65536");
            statement.execute("CREATE TEMP TABLE batch (key INTEGER PRIMARY KEY)");
            long start = System.nanoTime();
            String now = Instant.now().toString();
            statement.executeUpdate("INSERT INTO definition VALUES (1, 'opt-out', 1, 'Opt out', '{}', '" + now + "')");
            statement.executeUpdate(
                    "INSERT INTO run (account, automation, version, entry, state, decided_at, zone, planned,"
                            + " started) VALUES (1, 'opt-out', 1, 1, 'RUNNING', '" + now + "', 'Z', 0, '" + now + "')");
            connection.setAutoCommit(false);
            try (PreparedStatement selectBatch =
                            connection.prepareStatement("INSERT INTO batch SELECT key FROM prospect"
                                    + " NOT INDEXED WHERE key > ? AND country IN ("
                                    + OptOutBenchmarkStore.countryCodesSql()
                                    + ") AND email_opt_out_since IS NULL"
                                    + " ORDER BY key LIMIT " + BATCH);
                    PreparedStatement why = connection.prepareStatement(
                            "INSERT INTO provenance (at, actor, source, reason) VALUES (?, 'sql', 'AUTOMATION', 'Opt out')");
                    PreparedStatement facts = connection.prepareStatement(
                            "INSERT INTO fact (prospect, field, from_text, to_text, provenance, run)"
                                    + " SELECT key, 13, 'No', 'Yes', ?, 1 FROM batch ORDER BY key");
                    PreparedStatement ledger = connection.prepareStatement(
                            "INSERT INTO ledger SELECT 1, key, '1', 0, 'APPLIED', NULL FROM batch ORDER BY key");
                    PreparedStatement values = connection.prepareStatement(
                            "UPDATE prospect SET email_opt_out_since = ? WHERE key IN (SELECT key FROM batch)");
                    PreparedStatement checkpoint = connection.prepareStatement(
                            "UPDATE run SET checkpoint = (SELECT max(key) FROM batch), affected = affected + ?,"
                                    + " applied = applied + ? WHERE id = 1 RETURNING checkpoint");
                    PreparedStatement empty = connection.prepareStatement("DELETE FROM batch")) {
                long last = 0;
                long provenance = number(statement, "SELECT max(id) FROM provenance");
                while (true) {
                    selectBatch.setLong(1, last);
                    int changed = selectBatch.executeUpdate();
                    if (changed == 0) {
                        break;
                    }
                    why.setString(1, now);
                    why.executeUpdate();
                    facts.setLong(1, ++provenance);
                    facts.executeUpdate();
                    ledger.executeUpdate();
                    values.setLong(1, System.currentTimeMillis());
                    values.executeUpdate();
                    checkpoint.setLong(1, changed);
                    checkpoint.setLong(2, changed);
                    try (var keys = checkpoint.executeQuery()) {
                        last = keys.getLong(1);
                    }
                    empty.executeUpdate();
                    connection.commit();
                }
            }
            statement.executeUpdate("UPDATE run SET state = 'FINISHED', finished = '" + now + "'");
            connection.commit();
            return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        }
    }

    private static long number(Statement statement, String sql) throws SQLException {
        try (var rows = statement.executeQuery(sql)) {
            return rows.getLong(1);
        }
    }

    private static String counts(Path file) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT (SELECT count(*) || ' ' || sum(key) FROM prospect"
                        + " WHERE email_opt_out_since IS NOT NULL) || ' ' || (SELECT count(*) FROM ledger) || ' '"
                        + " || (SELECT count(*) || ' ' || sum(prospect) FROM fact WHERE run = 1)")) {
            return rows.getString(1);
        }
    }
}
