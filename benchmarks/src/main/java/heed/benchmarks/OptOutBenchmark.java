package heed.benchmarks;

import heed.benchmarks.measure.ForkedJvm;
import heed.benchmarks.measure.MachineDescription;
import heed.benchmarks.store.OptOutBenchmarkStore;
import heed.examples.prove.SqliteFiles;
import heed.store.SqliteStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Measures a run that opts out 5 % of the prospects of an embedded store, from its start to its last commit. The alternative is
 * hand-written set-based SQL in batches of the same size, which writes the same rows (values, facts, ledger, run) to a copy of
 * the same file. Each side is a process of its own with a heap of 512 MB; the sides alternate.
 *
 * <p>{@code FOLDER PROSPECTS ROUNDS}
 */
public final class OptOutBenchmark {
    private static final int BATCH = OptOutBenchmarkStore.BATCH;

    private OptOutBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "engine" -> System.out.println("ms " + measureRun(Path.of(arguments[1])));
            case "sql" -> System.out.println("ms " + measureSql(Path.of(arguments[1])));
            default -> compare(Path.of(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        }
    }

    private static void compare(Path folder, int prospects, int rounds) throws Exception {
        Path base = OptOutBenchmarkStore.storeFile(folder, prospects);
        Path byRun = folder.resolve("engine.db");
        Path bySql = folder.resolve("sql.db");
        OptOutComparison comparison = new OptOutComparison();
        for (int round = 0; round < rounds; round++) {
            comparison.addRun(
                    ForkedJvm.runForMillis(OptOutBenchmark.class, "engine", SqliteFiles.copy(base, byRun)), url(byRun));
            comparison.addSql(
                    ForkedJvm.runForMillis(OptOutBenchmark.class, "sql", SqliteFiles.copy(base, bySql)), url(bySql));
        }
        System.out.println(MachineDescription.describe());
        System.out.printf(
                Locale.ROOT,
                "%,d prospects, 5 %% opted out in batches of %,d; each process with 512 MB of heap%n",
                prospects,
                BATCH);
        comparison.print(System.out);
    }

    private static String url(Path file) {
        return "jdbc:sqlite:" + file;
    }

    private static long measureRun(Path file) {
        try (SqliteStore store = SqliteStore.openExisting(file, Clock.systemUTC())) {
            return OptOutComparison.measureRun(store);
        }
    }

    private static long measureSql(Path file) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(file));
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
                    "INSERT INTO run (account, automation, version, entry, mailing, state, decided_at, zone, planned,"
                            + " started) VALUES (1, 'opt-out', 1, 1, 1, 'RUNNING', '" + now + "', 'Z', 0, '" + now
                            + "')");
            connection.setAutoCommit(false);
            try (PreparedStatement selectBatch =
                            connection.prepareStatement("INSERT INTO batch SELECT key FROM prospect"
                                    + " NOT INDEXED WHERE key > ? AND country IN ("
                                    + OptOutBenchmarkStore.countryCodesSql()
                                    + ") AND email_opt_out_since IS NULL"
                                    + " ORDER BY key LIMIT " + BATCH);
                    PreparedStatement provenance = connection.prepareStatement(
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
                    PreparedStatement clearBatch = connection.prepareStatement("DELETE FROM batch")) {
                long last = 0;
                long provenanceId = OptOutComparison.queryNumber(statement, "SELECT max(id) FROM provenance");
                while (true) {
                    selectBatch.setLong(1, last);
                    int changed = selectBatch.executeUpdate();
                    if (changed == 0) {
                        break;
                    }
                    provenance.setString(1, now);
                    provenance.executeUpdate();
                    facts.setLong(1, ++provenanceId);
                    facts.executeUpdate();
                    ledger.executeUpdate();
                    values.setLong(1, System.currentTimeMillis());
                    values.executeUpdate();
                    checkpoint.setLong(1, changed);
                    checkpoint.setLong(2, changed);
                    try (ResultSet keys = checkpoint.executeQuery()) {
                        last = keys.getLong(1);
                    }
                    clearBatch.executeUpdate();
                    connection.commit();
                }
            }
            statement.executeUpdate("UPDATE run SET state = 'FINISHED', finished = '" + now + "'");
            connection.commit();
            return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        }
    }
}
