package heed.benchmarks;

import heed.bounces.BounceReason;
import heed.bounces.marking.BounceCount;
import heed.bounces.marking.BounceQuery;
import heed.examples.prove.DurablePostgres;
import heed.examples.prove.SmtpSink;
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
 * Delivery of queued mails of which a relay refuses some at RCPT, each of which marks its prospect, beside the same delivery
 * of which it refuses none: what a refusal costs. Each is a process of its own with a heap of 512 MB; they alternate.
 *
 * <p>{@code sqlite|postgresql FOLDER PROSPECTS MAILS PERCENT ROUNDS CONNECTIONS}
 */
public final class DeliverRefused {
    private static final List<String> OPTIONS = List.of(
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-Djakarta.mail.util.StreamProvider=org.eclipse.angus.mail.util.MailStreamProvider");
    private static final String POSTGRES = "postgresql:";
    private static final Map<String, String> SETTINGS =
            Map.of("shared_buffers", "1GB", "max_wal_size", "4GB", "checkpoint_timeout", "15min");

    private final Copies copies;
    private final int connections;
    private final List<String> recipients;
    private final Predicate<String> refused;

    private DeliverRefused(Copies copies, List<String> recipients, Predicate<String> refused, int connections) {
        this.copies = copies;
        this.recipients = recipients;
        this.refused = refused;
        this.connections = connections;
    }

    /** Stores in which the mails wait: each call makes another of the last, and answers how it is opened. */
    private interface Copies {
        String next() throws IOException, SQLException;
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("deliver")) {
            deliver(arguments[1], number(arguments[2]), number(arguments[3]));
        } else {
            compare(arguments, System.out);
        }
    }

    private static int number(String argument) {
        return Integer.parseInt(argument);
    }

    static void compare(String[] arguments, PrintStream out) throws IOException, SQLException {
        Path folder = Files.createDirectories(Path.of(arguments[1]));
        int prospects = number(arguments[2]);
        int leadScore = Math.max(1, Math.round((float) number(arguments[3]) * FilledStore.SCORES / prospects));
        int percent = number(arguments[4]);
        int rounds = number(arguments[5]);
        int connections = number(arguments[6]);
        List<String> recipients = IntStream.range(0, prospects)
                .filter(number -> number % FilledStore.SCORES < leadScore)
                .mapToObj(FilledStore::address)
                .toList();
        // of every domain alike, for one that refuses all pauses marking
        Predicate<String> refused = address -> new SplittableRandom(prospect(address)).nextInt(100) < percent;
        out.println(Machine.words());
        if (arguments[0].equals("sqlite")) {
            Path queued = queued(folder, prospects, leadScore);
            Copies copies = () -> FilledStore.copy(queued, folder.resolve("deliver-refused.db"))
                    .toString();
            new DeliverRefused(copies, recipients, refused, connections).compare(rounds, out);
        } else {
            try (DurablePostgres server = DurablePostgres.in(folder.resolve("postgresql"), SETTINGS)) {
                String queued = queued(server, prospects, leadScore);
                Copies copies = () -> {
                    PostgresCopies.copy(server, queued, "refused");
                    return server.address("refused");
                };
                new DeliverRefused(copies, recipients, refused, connections).compare(rounds, out);
                server.execute("DROP DATABASE refused");
            }
        }
    }

    private static int prospect(String address) {
        return number(address.substring("person".length(), address.indexOf('@')));
    }

    private static Path queued(Path folder, int prospects, int leadScore) throws IOException {
        Path queued = folder.resolve("none-opted-out-" + prospects + "-" + leadScore + ".db");
        if (!Files.exists(queued)) {
            Path store = folder.resolve("filling.db");
            Files.deleteIfExists(store);
            fill(SqliteStore.open(store, Clock.systemUTC()), prospects, leadScore);
            Files.move(store, queued);
        }
        return queued;
    }

    private static String queued(DurablePostgres server, int prospects, int leadScore) throws SQLException {
        String queued = "queued_" + prospects + "_" + leadScore;
        PostgresCopies.make(server, queued, store -> fill(store, prospects, leadScore));
        return queued;
    }

    private static void fill(DatabaseStore store, int prospects, int leadScore) {
        FilledStore.fill(store, prospects, number -> false);
        try (Mailing mailing = new Mailing(store)) {
            mailing.queue(leadScore);
        }
    }

    private void compare(int rounds, PrintStream out) throws IOException, SQLException {
        long some = recipients.stream().filter(refused).count();
        List<Double> taken = new ArrayList<>();
        List<Double> refusing = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            taken.add(perSecond(recipient -> false, 0));
            refusing.add(perSecond(refused, some));
        }
        out.printf(Locale.ROOT, "%,d mails over %d connections%n", recipients.size(), connections);
        tell("none refused", Spread.of(taken), out);
        tell(String.format(Locale.ROOT, "%,d refused", some), Spread.of(refusing), out);
        out.printf(
                Locale.ROOT,
                "ratio %.2f%n",
                Spread.of(refusing).median() / Spread.of(taken).median());
    }

    private static void tell(String side, Spread perSecond, PrintStream out) {
        out.printf(
                Locale.ROOT,
                "%s: %,.0f mails a second (%,.0f–%,.0f)%n",
                side,
                perSecond.median(),
                perSecond.least(),
                perSecond.most());
    }

    private double perSecond(Predicate<String> refusing, long some) throws IOException, SQLException {
        String store = copies.next();
        try (SmtpSink sink = new SmtpSink(Clock.systemUTC(), refusing)) {
            String output = OwnProcess.output(
                    OPTIONS,
                    DeliverRefused.class,
                    "deliver",
                    store,
                    Integer.toString(sink.port()),
                    Integer.toString(connections));
            boolean right = sink.count() == recipients.size() - some
                    && OwnProcess.number(output, "rejected") == some
                    && OwnProcess.number(output, "unknown") == some
                    && OwnProcess.number(output, "marked") == some;
            if (!right) {
                throw new IllegalStateException(
                        "the sink took " + sink.count() + " of " + recipients.size() + ": " + output);
            }
            return 1000.0 * recipients.size() / OwnProcess.number(output, "ms");
        }
    }

    private static void deliver(String address, int port, int connections) throws InterruptedException {
        DatabaseStore store = open(address);
        try (Mailing mailing = new Mailing(store)) {
            long start = System.nanoTime();
            DeliveryTally tally = mailing.deliver(port, connections);
            System.out.println("ms " + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
            System.out.println("rejected " + tally.outcomes().getOrDefault(SendState.REJECTED, 0L));
            System.out.println("unknown " + kept(store));
            System.out.println("marked " + marked(store));
        }
    }

    private static DatabaseStore open(String address) {
        return address.startsWith(POSTGRES)
                ? PostgresCopies.open(address)
                : SqliteStore.openExisting(Path.of(address), Clock.systemUTC());
    }

    private static long marked(DatabaseStore store) {
        return store.account(FilledStore.ACCOUNT).orElseThrow().read(StoreReading::countSuppressedAddresses);
    }

    /** How many bounces of users who are unknown were kept. */
    private static long kept(DatabaseStore store) {
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
