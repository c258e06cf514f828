package heed.benchmarks;

import heed.benchmarks.measure.MachineDescription;
import heed.benchmarks.measure.ResultCheck;
import heed.benchmarks.measure.Statistics;
import heed.benchmarks.store.OptOutBenchmarkStore;
import heed.engine.Engine;
import heed.engine.definition.Automation;
import heed.engine.preview.AffectedCount;
import heed.engine.run.ProgressListener;
import heed.model.store.AccountStore;
import heed.store.SqliteStore;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * Counting whom the opt-out of 5 % affects, in one warm process: by the store's exact reading, beside {@code SELECT
 * count(*)} with the predicate that one would write by hand; and by rules alone, beside reading all columns of all
 * prospects through JDBC. They alternate.
 *
 * <p>{@code FOLDER PROSPECTS ROUNDS}
 */
public final class PreviewCountBenchmark {
    private static final int COLUMNS = 17;

    private PreviewCountBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        run(Path.of(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]), System.out);
    }

    static void run(Path folder, int prospects, int rounds, PrintStream out) throws Exception {
        Path file = OptOutBenchmarkStore.storeFile(folder, prospects);
        out.println(MachineDescription.describe());
        out.printf(
                Locale.ROOT,
                "%,d prospects, 5 %% of them affected; ms: median (least–most) of %d%n",
                prospects,
                rounds);
        try (SqliteStore store = SqliteStore.openExisting(file, Clock.systemUTC());
                Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            AccountStore account = store.account("default").orElseThrow();
            Automation automation =
                    OptOutBenchmarkStore.optOutAutomation(account).automation();
            Engine narrowing = Engine.builder(account).prefilter(store).build();
            Engine rules = Engine.builder(account).build();
            compare(
                    "counted by the store",
                    "SELECT count(*)",
                    rounds,
                    out,
                    () -> affected(narrowing.countAffected(automation, ProgressListener.NONE), true),
                    () -> count(connection));
            compare(
                    "decided by rules",
                    "full JDBC scan",
                    rounds,
                    out,
                    () -> affected(rules.countAffected(automation, ProgressListener.NONE), false),
                    () -> scan(connection));
        }
    }

    private static void compare(
            String ours, String theirs, int rounds, PrintStream out, Callable<Long> engine, Callable<Long> sql)
            throws Exception {
        List<Double> byEngine = new ArrayList<>();
        List<Double> bySql = new ArrayList<>();
        ResultCheck check = new ResultCheck("affected prospects");
        for (int round = -1; round < rounds; round++) { // the first warms up
            long start = System.nanoTime();
            long engineCount = engine.call();
            long middle = System.nanoTime();
            long sqlCount = sql.call();
            long end = System.nanoTime();
            check.add(ours, engineCount);
            check.add(theirs, sqlCount);
            if (round >= 0) {
                byEngine.add((middle - start) / (double) TimeUnit.MILLISECONDS.toNanos(1));
                bySql.add((end - middle) / (double) TimeUnit.MILLISECONDS.toNanos(1));
            }
        }
        Statistics first = Statistics.of(byEngine);
        Statistics second = Statistics.of(bySql);
        out.printf(Locale.ROOT, "%-22s %s%n", ours, format(first));
        out.printf(Locale.ROOT, "%-22s %s%n", theirs, format(second));
        out.printf(Locale.ROOT, "%-22s %.2f%n", "ratio", first.median() / second.median());
        check.print(out);
    }

    private static String format(Statistics statistics) {
        return String.format(
                Locale.ROOT, "%,.0f (%,.0f–%,.0f)", statistics.median(), statistics.min(), statistics.max());
    }

    private static long affected(AffectedCount reach, boolean counted) {
        if (reach.countedByStore() != counted) {
            throw new IllegalStateException("counted by " + (reach.countedByStore() ? "the store" : "the rules"));
        }
        return reach.affected();
    }

    private static long count(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT count(*) FROM prospect WHERE account = 1 AND country IN ("
                                + OptOutBenchmarkStore.countryCodesSql() + ") AND email_opt_out_since IS NULL")) {
            return rows.getLong(1);
        }
    }

    /** Every column as its own type, and the predicate in Java. */
    private static long scan(Connection connection) throws SQLException {
        List<String> codes = OptOutBenchmarkStore.COUNTRIES.stream()
                .map(country -> country.code())
                .toList();
        long affected = 0;
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT key, id, email, first_name, last_name, company, country,"
                                + " state, city, language, lead_source, lead_owner, custom, lead_score, created,"
                                + " email_opt_out_since, bounced_since FROM prospect")) {
            while (rows.next()) {
                rows.getLong(1);
                String country = null;
                for (int column = 2; column <= 13; column++) {
                    String text = rows.getString(column);
                    country = column == 7 ? text : country;
                }
                rows.getDouble(14);
                for (int column = 15; column <= COLUMNS; column++) {
                    rows.getLong(column);
                }
                rows.getLong(16);
                affected += codes.contains(country) && rows.wasNull() ? 1 : 0;
            }
        }
        return affected;
    }
}
