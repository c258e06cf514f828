package heed.benchmarks;

import heed.benchmarks.measure.MachineDescription;
import heed.benchmarks.measure.ResultCheck;
import heed.benchmarks.measure.Statistics;
import heed.benchmarks.store.CachedFile;
import heed.benchmarks.store.FilledStore;
import heed.model.fact.Provenance;
import heed.model.prospect.EmailAddress;
import heed.model.store.AccountStore;
import heed.store.SqliteStore;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Measures how fast the gate checks whether addresses are suppressed, with ten million suppressed addresses by default. Each batch
 * is a transaction and has as many addresses as a delivery claims at once, half of them suppressed. The alternative is a
 * hand-written statement for each address, on one open connection. The sides alternate.
 *
 * <p>{@code FOLDER ADDRESSES ROUNDS}
 */
public final class SuppressionChecksBenchmark {
    private static final int BATCH = 1_000;
    private static final int BATCHES = 200;
    private static final int INSERT_BATCH = 50_000;

    private SuppressionChecksBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        run(Path.of(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]), System.out);
    }

    static void run(Path folder, int addresses, int rounds, PrintStream out) throws Exception {
        Path file = storeFile(folder, addresses);
        out.println(MachineDescription.describe());
        out.printf(
                Locale.ROOT,
                "%,d suppressed addresses, %,d checks a round, half of them suppressed; checks a second: median (least–most) of %d%n",
                addresses,
                BATCH * BATCHES,
                rounds);
        List<Double> byGate = new ArrayList<>();
        List<Double> byHand = new ArrayList<>();
        ResultCheck check = new ResultCheck("suppressed of the checked addresses, all rounds");
        long allSuppressed = 0;
        long allSuppressedByHand = 0;
        try (SqliteStore store = SqliteStore.openExisting(file, Clock.systemUTC());
                Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            AccountStore account = store.account(FilledStore.ACCOUNT).orElseThrow();
            for (int round = -1; round < rounds; round++) { // round -1 warms up
                List<List<EmailAddress>> batches = batches(new Random(round), addresses);
                long start = System.nanoTime();
                long suppressed = 0;
                for (List<EmailAddress> batch : batches) {
                    suppressed += account.read(reading -> reading.findOldestSuppressions(batch))
                            .size();
                }
                long middle = System.nanoTime();
                long suppressedByHand = countByHand(connection, batches);
                long end = System.nanoTime();
                allSuppressed += suppressed;
                allSuppressedByHand += suppressedByHand;
                if (round >= 0) {
                    byGate.add(perSecond(middle - start));
                    byHand.add(perSecond(end - middle));
                }
            }
        }
        check.add("the gate's reading", allSuppressed);
        check.add("a SELECT for each", allSuppressedByHand);
        out.printf("the gate's reading      %s%n", Statistics.of(byGate).format());
        out.printf("a SELECT for each       %s%n", Statistics.of(byHand).format());
        check.print(out);
    }

    private static double perSecond(long nanos) {
        return BATCH * BATCHES / (nanos / (double) TimeUnit.SECONDS.toNanos(1));
    }

    private static Path storeFile(Path folder, int addresses) throws IOException {
        return CachedFile.createIfMissing(
                folder.resolve("suppressed-" + addresses + ".db"), file -> suppress(file, addresses));
    }

    private static void suppress(Path file, int addresses) {
        Provenance provenance = new Provenance(
                Clock.systemUTC().instant(),
                "benchmark",
                Provenance.Origin.SUPPRESSION_LIST,
                "benchmark",
                Optional.empty(),
                Optional.empty());
        try (SqliteStore store = SqliteStore.open(file, Clock.systemUTC())) {
            AccountStore account = store.addAccount(FilledStore.ACCOUNT, ZoneOffset.UTC);
            for (int from = 0; from < addresses; from += INSERT_BATCH) {
                List<EmailAddress> suppressed = IntStream.range(from, Math.min(addresses, from + INSERT_BATCH))
                        .mapToObj(SuppressionChecksBenchmark::suppressedAddress)
                        .toList();
                Set<EmailAddress> unused = account.write(work -> work.suppress(suppressed, provenance));
            }
        }
    }

    private static EmailAddress suppressedAddress(int number) {
        return new EmailAddress(String.format(Locale.ROOT, "person%09d@example.com", number));
    }

    /** Returns batches of addresses of which every other one is suppressed. */
    private static List<List<EmailAddress>> batches(Random random, int addresses) {
        return IntStream.range(0, BATCHES)
                .mapToObj(batch -> IntStream.range(0, BATCH)
                        .mapToObj(i -> i % 2 == 0
                                ? suppressedAddress(random.nextInt(addresses))
                                : new EmailAddress("other" + random.nextInt(addresses) + "@example.com"))
                        .distinct()
                        .toList())
                .toList();
    }

    private static long countByHand(Connection connection, List<List<EmailAddress>> batches) throws SQLException {
        long found = 0;
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT count(*) FROM suppression WHERE account = 1 AND address = ?")) {
            for (List<EmailAddress> batch : batches) {
                for (EmailAddress address : batch) {
                    statement.setString(1, address.value());
                    try (ResultSet rows = statement.executeQuery()) {
                        found += rows.getLong(1) > 0 ? 1 : 0;
                    }
                }
            }
        }
        return found;
    }
}
