package heed.benchmarks;

import heed.benchmarks.measure.MachineDescription;
import heed.benchmarks.measure.ResultCheck;
import heed.benchmarks.measure.Statistics;
import heed.benchmarks.store.FilledStore;
import heed.benchmarks.store.OptOutBenchmarkStore;
import heed.filters.Criterion;
import heed.filters.Operator;
import heed.filters.reading.FieldsOf;
import heed.model.field.Country;
import heed.model.field.Field;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectId;
import heed.model.run.EvaluationTime;
import heed.model.store.AccountStore;
import heed.model.store.Prefilter;
import heed.model.store.StoreReading;
import heed.rules.Matcher;
import heed.rules.RuleBook;
import heed.rules.Selector;
import heed.store.SqliteStore;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Measures how fast the prospects that each of several automations selects are counted in an embedded store. One pass counts for
 * all automations: it compiles the rules and reads the prospects, as a preview does. The alternative is a query for each
 * automation with a hand-written predicate, each a scan by the primary key. The sides alternate, in one warm process.
 *
 * <p>{@code FOLDER PROSPECTS ROUNDS AUTOMATIONS…}
 */
public final class OnePassBenchmark {
    private static final int BATCH = 5_000;
    /** The largest number of queries in one round. For more automations their time is multiplied. */
    private static final int MAX_QUERIES = 100;

    private OnePassBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        run(
                Path.of(arguments[0]),
                Integer.parseInt(arguments[1]),
                Integer.parseInt(arguments[2]),
                Arrays.stream(arguments).skip(3).map(Integer::valueOf).toList(),
                System.out);
    }

    static void run(Path folder, int prospects, int rounds, List<Integer> automationCounts, PrintStream out)
            throws Exception {
        Path file = OptOutBenchmarkStore.storeFile(folder, prospects);
        out.println(MachineDescription.describe());
        out.printf(
                Locale.ROOT,
                "%,d prospects; a * marks the time of %,d queries, multiplied; median (least–most) of %d%n",
                prospects,
                MAX_QUERIES,
                rounds);
        try (SqliteStore store = SqliteStore.openExisting(file, Clock.systemUTC());
                Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            AccountStore account = store.account(FilledStore.ACCOUNT).orElseThrow();
            Statistics firstPass = new Statistics(0, 0, 0);
            double queryMillis = 0;
            for (int automations : automationCounts) {
                List<Double> passes = new ArrayList<>();
                List<Double> queries = new ArrayList<>();
                ResultCheck check = new ResultCheck("prospects of each automation");
                for (int round = -1; round < rounds; round++) { // round -1 warms up
                    long start = System.nanoTime();
                    long[] byPass = countMatches(account, automations);
                    long middle = System.nanoTime();
                    long[] bySql = countByQueries(connection, Math.min(automations, MAX_QUERIES));
                    long end = System.nanoTime();
                    check.add("one pass", Arrays.toString(Arrays.copyOf(byPass, bySql.length)));
                    check.add("queries", Arrays.toString(bySql));
                    if (round >= 0) {
                        passes.add(toMillis(middle - start));
                        queries.add(toMillis(end - middle) * automations / bySql.length);
                    }
                }
                Statistics pass = Statistics.of(passes);
                Statistics sql = Statistics.of(queries);
                out.printf(
                        Locale.ROOT,
                        "%,6d automations  one pass %s, queries %s%s: %.3f times%n",
                        automations,
                        pass.format("ms"),
                        sql.format("ms"),
                        automations > MAX_QUERIES ? "*" : "",
                        pass.median() / sql.median());
                check.print(out);
                firstPass = automations == automationCounts.get(0) ? pass : firstPass;
                queryMillis = sql.median() / automations;
            }
            out.printf(
                    Locale.ROOT,
                    "one pass is faster from %.0f automations on%n",
                    Math.ceil(firstPass.median() / queryMillis));
        }
    }

    private static double toMillis(long nanos) {
        return nanos / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }

    /** Returns the code of the country that an automation selects. */
    private static String country(int automation) {
        return Country.all().get(automation % FilledStore.COUNTRIES).code();
    }

    /** Returns the least lead score that an automation selects. */
    private static int score(int automation) {
        return 37 * automation % FilledStore.SCORES;
    }

    /** Selects the prospects in the country of an automation who have at least its lead score and are not opted out. */
    private static Criterion criterion(int automation) {
        return new Criterion.All(List.of(
                new Criterion.Comparison(
                        StandardFields.COUNTRY,
                        Operator.EQUALS,
                        List.of(Value.CountryName.from(country(automation)).orElseThrow())),
                new Criterion.Comparison(
                        StandardFields.LEAD_SCORE,
                        Operator.GREATER_THAN_OR_EQUALS,
                        List.of(new Value.Decimal(score(automation)))),
                new Criterion.Comparison(StandardFields.EMAIL_OPT_OUT, Operator.EQUALS, List.of(Value.of(false)))));
    }

    private static long[] countByQueries(Connection connection, int automations) throws SQLException {
        long[] counts = new long[automations];
        try (PreparedStatement statement = connection.prepareStatement("SELECT count(*) FROM prospect NOT INDEXED"
                + " WHERE country = ? AND lead_score >= ? AND email_opt_out_since IS NULL")) {
            for (int i = 0; i < automations; i++) {
                statement.setString(1, country(i));
                statement.setInt(2, score(i));
                try (ResultSet rows = statement.executeQuery()) {
                    counts[i] = rows.getLong(1);
                }
            }
        }
        return counts;
    }

    private static long[] countMatches(AccountStore account, int automations) {
        List<Selector> selectors = IntStream.range(0, automations)
                .mapToObj(i -> new Selector("automation-" + i, criterion(i)))
                .toList();
        Set<Field> fields = FieldsOf.criterion(
                new Criterion.Any(selectors.stream().map(Selector::criterion).toList()));
        RuleBook book = RuleBook.compile(selectors, new EvaluationTime(Instant.EPOCH, ZoneOffset.UTC));
        long[] counts = new long[automations];
        try (Matcher matcher = book.bulkMatcher()) {
            account.read(reading -> countMatches(reading, fields, matcher, counts));
        }
        return counts;
    }

    private static boolean countMatches(StoreReading reading, Set<Field> fields, Matcher matcher, long[] counts) {
        ProspectId last = ProspectId.START;
        List<Prospect> page;
        do {
            page = reading.listProspects(Prefilter.EVERYONE, fields, last, BATCH);
            matcher.match(page, (selector, place) -> counts[selector]++);
            last = page.isEmpty() ? last : page.get(page.size() - 1).key();
        } while (page.size() == BATCH);
        return true;
    }
}
