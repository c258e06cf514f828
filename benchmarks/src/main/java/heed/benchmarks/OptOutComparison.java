package heed.benchmarks;

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
import heed.store.DatabaseStore;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** The times and results of opt-outs by a run and by batched SQL. */
final class OptOutComparison {
    private static final String RUN = "heed run";
    private static final String SQL = "batch SQL";

    private final List<Double> runMillis = new ArrayList<>();
    private final List<Double> sqlMillis = new ArrayList<>();
    private final ResultCheck check = new ResultCheck("opt-outs and their keys, ledger, facts");

    /** @param url the JDBC URL of the store after the run */
    void addRun(double millis, String url) throws SQLException {
        runMillis.add(millis);
        check.add(RUN, counts(url));
    }

    /** @param url the JDBC URL of the store after the statements */
    void addSql(double millis, String url) throws SQLException {
        sqlMillis.add(millis);
        check.add(SQL, counts(url));
    }

    void print(PrintStream out) {
        Statistics run = Statistics.of(runMillis);
        Statistics sql = Statistics.of(sqlMillis);
        out.printf("heed run   %s%n", run.format("ms"));
        out.printf("batch SQL  %s%n", sql.format("ms"));
        out.printf(Locale.ROOT, "ratio      %.2f%n", run.median() / sql.median());
        check.print(out);
    }

    /** Runs the opt-out on a store. Returns the milliseconds from its start to its last commit. */
    static long measureRun(DatabaseStore store) {
        AccountStore account = store.account(FilledStore.ACCOUNT).orElseThrow();
        AutomationSource source = OptOutBenchmarkStore.optOutAutomation(account);
        Engine engine = Engine.builder(account)
                .prefilter(store)
                .batchSize(OptOutBenchmarkStore.BATCH)
                .build();
        long start = System.nanoTime();
        RunReport report = engine.run(source, RunOptions.DEFAULT, ProgressListener.NONE);
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        if (report.run().tally().applied() == 0) {
            throw new IllegalStateException("nobody was opted out");
        }
        return millis;
    }

    /** Executes a query that returns one number. */
    static long queryNumber(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static String counts(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT (SELECT count(*) || ' ' || sum(key) FROM prospect"
                        + " WHERE email_opt_out_since IS NOT NULL) || ' ' || (SELECT count(*) FROM ledger) || ' '"
                        + " || (SELECT count(*) || ' ' || sum(prospect) FROM fact WHERE run IS NOT NULL)")) {
            rows.next();
            return rows.getString(1);
        }
    }
}
