package heed.benchmarks;

import heed.benchmarks.measure.MachineDescription;
import heed.benchmarks.measure.ResultCheck;
import heed.benchmarks.measure.Statistics;
import heed.benchmarks.store.FilledStore;
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
 * Measures how fast a preview counts the 5 % of prospects that the opt-out affects, in one warm process. Counting in the store is
 * compared with {@code SELECT count(*)} and a hand-written predicate; counting by rules alone is compared with reading all
 * columns of all prospects through JDBC. The sides alternate.
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
            AccountStore account = store.account(FilledStore.ACCOUNT).orElseThrow();
            Automation automation =
                    OptOutBenchmarkStore.optOutAutomation(account).automation();
            Engine prefiltering = Engine.builder(account).prefilter(store).build();
            Engine evaluating = Engine.builder(account).build();
            compare(
                    "counted by the store",
                    "SELECT count(*)",
                    rounds,
                    out,
                    () -> affected(prefiltering.countAffected(automation, ProgressListener.NONE), true),
                    () -> count(connection));
            compare(
                    "evaluated by rules",
                    "full JDBC scan",
                    rounds,
                    out,
                    () -> affected(evaluating.countAffected(automation, ProgressListener.NONE), false),
                    () -> scan(connection));
        }
    }

    private static void compare(
            String engineLabel, String sqlLabel, int rounds, PrintStream out, Callable<Long> engine, Callable<Long> sql)
            throws Exception {
        List<Double> byEngine = new ArrayList<>();
        List<Double> bySql = new ArrayList<>();
        ResultCheck check = new ResultCheck("affected prospects");
        for (int round = -1; round < rounds; round++) { // round -1 warms up
            long start = System.nanoTime();
            long engineCount = engine.call();
            long middle = System.nanoTime();
            long sqlCount = sql.call();
            long end = System.nanoTime();
            check.add(engineLabel, engineCount);
            check.add(sqlLabel, sqlCount);
            if (round >= 0) {
                byEngine.add((middle - start) / (double) TimeUnit.MILLISECONDS.toNanos(1));
                bySql.add((end - middle) / (double) TimeUnit.MILLISECONDS.toNanos(1));
            }
        }
        Statistics engineMillis = Statistics.of(byEngine);
        Statistics sqlMillis = Statistics.of(bySql);
        out.printf("%-22s %s%n", engineLabel, engineMillis.format());
        out.printf("%-22s %s%n", sqlLabel, sqlMillis.format());
        out.printf(Locale.ROOT, "%-22s %.2f%n", "ratio", engineMillis.median() / sqlMillis.median());
        check.print(out);
    }

    /** Returns the count, and checks who counted. */
    private static long affected(AffectedCount count, boolean byStore) {
        if (count.countedByStore() != byStore) {
            throw new IllegalStateException("counted by " + (count.countedByStore() ? "the store" : "the rules"));
        }
        return count.affected();
    }

    private static long count(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT count(*) FROM prospect WHERE account = 1 AND country IN ("
                                + OptOutBenchmarkStore.countryCodesSql() + ") AND email_opt_out_since IS NULL")) {
            return rows.getLong(1);
        }
    }

    /** Reads every column as its own type, and evaluates the predicate in Java. */
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
