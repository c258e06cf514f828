package heed.benchmarks;

import heed.benchmarks.mail.BenchmarkMailing;
import heed.benchmarks.measure.ForkedJvm;
import heed.benchmarks.measure.MachineDescription;
import heed.benchmarks.measure.Statistics;
import heed.benchmarks.store.CachedFile;
import heed.benchmarks.store.FilledStore;
import heed.benchmarks.store.PostgresCopies;
import heed.bounces.BounceReason;
import heed.bounces.marking.BounceCount;
import heed.bounces.marking.BounceQuery;
import heed.examples.prove.DurablePostgres;
import heed.examples.prove.SmtpSink;
import heed.examples.prove.SqliteFiles;
import heed.mail.SendState;
import heed.mail.delivery.DeliveryTally;
import heed.model.store.StoreReading;
import heed.store.DatabaseStore;
import heed.store.SqliteStore;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Measures the cost of a refusal: delivers queued mails of which the relay refuses some at RCPT, each of which marks its prospect.
 * The alternative is the same delivery without refusals. Each side is a process of its own with a heap of 512 MB; the sides
 * alternate.
 *
 * <p>{@code sqlite|postgresql FOLDER PROSPECTS MAILS PERCENT ROUNDS CONNECTIONS}
 */
public final class DeliverRefusedBenchmark {
    private static final String POSTGRES = "postgresql:";
    private static final Map<String, String> SETTINGS =
            Map.of("shared_buffers", "1GB", "max_wal_size", "4GB", "checkpoint_timeout", "15min");

    private final StoreCopies copies;
    private final int connections;
    private final List<String> recipients;
    private final Predicate<String> refused;

    private DeliverRefusedBenchmark(
            StoreCopies copies, List<String> recipients, Predicate<String> refused, int connections) {
        this.copies = copies;
        this.recipients = recipients;
        this.refused = refused;
        this.connections = connections;
    }

    /** Replaces the store of the last round with one in which all mails wait. */
    private interface StoreCopies {
        /** Returns the address of the new store. */
        String next() throws IOException, SQLException;
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("deliver")) {
            deliver(arguments[1], parse(arguments[2]), parse(arguments[3]));
        } else {
            compare(arguments, System.out);
        }
    }

    private static int parse(String argument) {
        return Integer.parseInt(argument);
    }

    static void compare(String[] arguments, PrintStream out) throws IOException, SQLException {
        Path folder = Files.createDirectories(Path.of(arguments[1]));
        int prospects = parse(arguments[2]);
        int leadScore = BenchmarkMailing.leadScoreFor(parse(arguments[3]), prospects);
        int percent = parse(arguments[4]);
        int rounds = parse(arguments[5]);
        int connections = parse(arguments[6]);
        List<String> recipients = IntStream.range(0, prospects)
                .filter(number -> number % FilledStore.SCORES < leadScore)
                .mapToObj(FilledStore::address)
                .toList();
        // The refusals are spread over all domains: a domain that refuses every mail would pause the marking.
        Predicate<String> refused = address -> new SplittableRandom(prospect(address)).nextInt(100) < percent;
        out.println(MachineDescription.describe());
        if (arguments[0].equals("sqlite")) {
            Path queued = prepareQueued(folder, prospects, leadScore);
            StoreCopies copies = () -> SqliteFiles.copy(queued, folder.resolve("deliver-refused.db"))
                    .toString();
            new DeliverRefusedBenchmark(copies, recipients, refused, connections).compare(rounds, out);
        } else {
            try (DurablePostgres server = DurablePostgres.openIn(folder.resolve("postgresql"), SETTINGS)) {
                String queued = prepareQueued(server, prospects, leadScore);
                StoreCopies copies = () -> {
                    PostgresCopies.copy(server, queued, "refused");
                    return server.address("refused");
                };
                new DeliverRefusedBenchmark(copies, recipients, refused, connections).compare(rounds, out);
                server.execute("DROP DATABASE refused");
            }
        }
    }

    private static int prospect(String address) {
        return parse(address.substring("person".length(), address.indexOf('@')));
    }

    private static Path prepareQueued(Path folder, int prospects, int leadScore) throws IOException {
        return CachedFile.createIfMissing(
                folder.resolve("none-opted-out-" + prospects + "-" + leadScore + ".db"),
                file -> fill(SqliteStore.open(file, Clock.systemUTC()), prospects, leadScore));
    }

    private static String prepareQueued(DurablePostgres server, int prospects, int leadScore) throws SQLException {
        String queued = "queued_" + prospects + "_" + leadScore;
        PostgresCopies.createIfMissing(server, queued, store -> fill(store, prospects, leadScore));
        return queued;
    }

    /** Fills a store, queues the mails, and closes it. */
    private static void fill(DatabaseStore store, int prospects, int leadScore) {
        FilledStore.fill(store, prospects, number -> false);
        try (BenchmarkMailing mailing = new BenchmarkMailing(store)) {
            mailing.queue(leadScore);
        }
    }

    private void compare(int rounds, PrintStream out) throws IOException, SQLException {
        long expectedRefused = recipients.stream().filter(refused).count();
        List<Double> withoutRefusals = new ArrayList<>();
        List<Double> withRefusals = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            withoutRefusals.add(perSecond(recipient -> false, 0));
            withRefusals.add(perSecond(refused, expectedRefused));
        }
        out.printf(Locale.ROOT, "%,d mails over %d connections%n", recipients.size(), connections);
        print("none refused", Statistics.of(withoutRefusals), out);
        print(String.format(Locale.ROOT, "%,d refused", expectedRefused), Statistics.of(withRefusals), out);
        out.printf(
                Locale.ROOT,
                "ratio %.2f%n",
                Statistics.of(withRefusals).median()
                        / Statistics.of(withoutRefusals).median());
    }

    private static void print(String side, Statistics perSecond, PrintStream out) {
        out.printf("%s: %s%n", side, perSecond.format("mails a second"));
    }

    private double perSecond(Predicate<String> sinkRefuses, long expectedRefused) throws IOException, SQLException {
        String store = copies.next();
        try (SmtpSink sink = new SmtpSink(Clock.systemUTC(), sinkRefuses)) {
            String output = ForkedJvm.run(
                    BenchmarkMailing.JVM_OPTIONS,
                    DeliverRefusedBenchmark.class,
                    "deliver",
                    store,
                    Integer.toString(sink.port()),
                    Integer.toString(connections));
            boolean correct = sink.count() == recipients.size() - expectedRefused
                    && ForkedJvm.parseNumber(output, "rejected") == expectedRefused
                    && ForkedJvm.parseNumber(output, "unknown") == expectedRefused
                    && ForkedJvm.parseNumber(output, "marked") == expectedRefused;
            if (!correct) {
                throw new IllegalStateException(
                        "the sink accepted " + sink.count() + " of " + recipients.size() + ": " + output);
            }
            return 1000.0 * recipients.size() / ForkedJvm.parseNumber(output, "ms");
        }
    }

    private static void deliver(String address, int port, int connections) throws InterruptedException {
        DatabaseStore store = open(address);
        try (BenchmarkMailing mailing = new BenchmarkMailing(store)) {
            long start = System.nanoTime();
            DeliveryTally tally = mailing.deliver(port, connections);
            System.out.println("ms " + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
            System.out.println("rejected " + tally.outcomes().getOrDefault(SendState.REJECTED, 0L));
            System.out.println("unknown " + countUnknownUsers(store));
            System.out.println("marked " + countMarked(store));
        }
    }

    private static DatabaseStore open(String address) {
        return address.startsWith(POSTGRES)
                ? PostgresCopies.open(address)
                : SqliteStore.openExisting(Path.of(address), Clock.systemUTC());
    }

    /** Returns how many addresses are suppressed. */
    private static long countMarked(DatabaseStore store) {
        return store.account(FilledStore.ACCOUNT).orElseThrow().read(StoreReading::countSuppressedAddresses);
    }

    /** Returns how many bounces with the reason "user unknown" are stored. */
    private static long countUnknownUsers(DatabaseStore store) {
        return store
                .bounces(FilledStore.ACCOUNT)
                .orElseThrow()
                .read(reading -> reading.countBounces(BounceQuery.ALL))
                .stream()
                .filter(count -> count.reason().equals(Optional.of(BounceReason.USER_UNKNOWN)))
                .mapToLong(BounceCount::count)
                .sum();
    }
}
