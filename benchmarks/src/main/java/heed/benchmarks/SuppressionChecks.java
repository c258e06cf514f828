package heed.benchmarks;

import heed.model.fact.Provenance;
import heed.model.prospect.EmailAddress;
import heed.model.store.AccountStore;
import heed.store.SqliteStore;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
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
 * Asking whether addresses are suppressed, as the gate does, of a list of ten million: batches of as many as a delivery
 * claims at once, half of them on the list, each batch a transaction; beside one statement an address by hand, on one open
 * connection. They alternate.
 *
 * <p>{@code FOLDER ADDRESSES ROUNDS}
 */
public final class SuppressionChecks {
    private static final int BATCH = 1_000;
    private static final int BATCHES = 200;
    private static final int LISTED_AT_ONCE = 50_000;

    private SuppressionChecks() {}

    public static void main(String[] arguments) throws Exception {
        run(Path.of(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]), System.out);
    }

    static void run(Path folder, int addresses, int rounds, PrintStream out) throws Exception {
        Path file = file(folder, addresses);
        out.println(Machine.words());
        out.printf(
                Locale.ROOT,
                "%,d suppressed addresses, %,d checks a round, half of them suppressed; checks a second: median (least–most) of %d%n",
                addresses,
                BATCH * BATCHES,
                rounds);
        List<Double> byGate = new ArrayList<>();
        List<Double> byHand = new ArrayList<>();
        try (SqliteStore store = SqliteStore.openExisting(file, Clock.systemUTC());
                Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            AccountStore account = store.account("default").orElseThrow();
            for (int round = -1; round < rounds; round++) { // the first warms up
                List<List<EmailAddress>> batches = batches(new Random(round), addresses);
                long start = System.nanoTime();
                long suppressed = 0;
                for (List<EmailAddress> batch : batches) {
                    suppressed += account.read(reading -> reading.findOldestSuppressions(batch))
                            .size();
                }
                long middle = System.nanoTime();
                long found = byHand(connection, batches);
                long end = System.nanoTime();
                if (suppressed != found) {
                    throw new IllegalStateException(suppressed + " suppressed, by hand " + found);
                }
                if (round >= 0) {
                    byGate.add(aSecond(middle - start));
                    byHand.add(aSecond(end - middle));
                }
            }
        }
        out.printf(Locale.ROOT, "the gate's reading      %s%n", words(Spread.of(byGate)));
        out.printf(Locale.ROOT, "a SELECT for each       %s%n", words(Spread.of(byHand)));
    }

    private static double aSecond(long nanos) {
        return BATCH * BATCHES / (nanos / (double) TimeUnit.SECONDS.toNanos(1));
    }

    private static String words(Spread spread) {
        return String.format(Locale.ROOT, "%,.0f (%,.0f–%,.0f)", spread.median(), spread.least(), spread.most());
    }

    private static Path file(Path folder, int addresses) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve("suppressed-" + addresses + ".db");
        if (!Files.exists(file)) {
            Path making = folder.resolve("making.db");
            Files.deleteIfExists(making);
            Provenance why = new Provenance(
                    Clock.systemUTC().instant(),
                    "benchmark",
                    Provenance.Origin.SUPPRESSION_LIST,
                    "benchmark",
                    Optional.empty(),
                    Optional.empty());
            try (SqliteStore store = SqliteStore.open(making, Clock.systemUTC())) {
                AccountStore account = store.addAccount("default", ZoneOffset.UTC);
                for (int from = 0; from < addresses; from += LISTED_AT_ONCE) {
                    List<EmailAddress> some = IntStream.range(from, Math.min(addresses, from + LISTED_AT_ONCE))
                            .mapToObj(SuppressionChecks::suppressed)
                            .toList();
                    Set<EmailAddress> unused = account.write(work -> work.suppress(some, why));
                }
            }
            Files.move(making, file);
        }
        return file;
    }

    private static EmailAddress suppressed(int number) {
        return new EmailAddress(String.format(Locale.ROOT, "person%09d@example.com", number));
    }

    private static List<List<EmailAddress>> batches(Random random, int addresses) {
        return IntStream.range(0, BATCHES)
                .mapToObj(batch -> IntStream.range(0, BATCH)
                        .mapToObj(i -> i % 2 == 0
                                ? suppressed(random.nextInt(addresses))
                                : new EmailAddress("other" + random.nextInt(addresses) + "@example.com"))
                        .distinct()
                        .toList())
                .toList();
    }

    private static long byHand(Connection connection, List<List<EmailAddress>> batches) throws SQLException {
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
