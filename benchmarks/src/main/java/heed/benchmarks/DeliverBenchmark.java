package heed.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import heed.benchmarks.mail.BenchmarkMailing;
import heed.benchmarks.mail.MailSink;
import heed.benchmarks.mail.PlainSmtpLoop;
import heed.benchmarks.mail.WrittenMail;
import heed.benchmarks.measure.ForkedJvm;
import heed.benchmarks.measure.MachineDescription;
import heed.benchmarks.measure.ResultCheck;
import heed.benchmarks.measure.Statistics;
import heed.benchmarks.store.FilledStore;
import heed.examples.prove.SmtpSink;
import heed.examples.prove.SqliteFiles;
import heed.mail.delivery.DeliveryTally;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Measures the delivery of queued mails to an SMTP server on loopback, with the send gate and the embedded store, from its start
 * until every outcome is stored. The alternative is a bare loop of the mail library, which sends the same mails, already
 * composed, over as many connections with the same settings. Each side is a process of its own with a heap of 512 MB; the sides
 * alternate.
 *
 * <p>{@code FOLDER PROSPECTS MAILS ROUNDS CONNECTIONS}
 */
public final class DeliverBenchmark {
    private final Path folder;
    private final int prospects;
    private final int leadScore;
    private final int connections;
    private final Path queuedStore;
    private final Path writtenMails;

    private DeliverBenchmark(Path folder, int prospects, int mails, int connections) {
        this.folder = folder;
        this.prospects = prospects;
        this.leadScore = BenchmarkMailing.leadScoreFor(mails, prospects);
        this.connections = connections;
        this.queuedStore = folder.resolve("queued-" + prospects + "-" + leadScore + ".db");
        this.writtenMails = folder.resolve("written-" + prospects + "-" + leadScore);
    }

    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "heed" -> runHeed(Path.of(arguments[1]), parse(arguments[2]), parse(arguments[3]));
            case "loop" -> runLoop(Path.of(arguments[1]), parse(arguments[2]), parse(arguments[3]));
            default -> {
                Path folder = Path.of(arguments[0]);
                Files.createDirectories(folder);
                new DeliverBenchmark(folder, parse(arguments[1]), parse(arguments[2]), parse(arguments[4]))
                        .compare(parse(arguments[3]));
            }
        }
    }

    /** Returns whether a prospect is opted out: one in twenty, whose mails are queued and refused by the gate. */
    private static boolean optedOut(int number) {
        return number % 20 == 3;
    }

    private static int parse(String argument) {
        return Integer.parseInt(argument);
    }

    /** The wall time and processor time of a side, and the processor time of the sink, in milliseconds. */
    private record ProcessTiming(long wallMillis, long cpuMillis, long sinkMillis) {}

    private void compare(int rounds) throws IOException, InterruptedException {
        prepare();
        Set<String> recipients = IntStream.range(0, prospects)
                .filter(number -> number % FilledStore.SCORES < leadScore && !optedOut(number))
                .mapToObj(FilledStore::address)
                .collect(Collectors.toSet());
        ResultCheck check = new ResultCheck("mails to recipients, each once");
        check.add("heed", verify("heed", recipients));
        check.add("loop", verify("loop", recipients));
        int mails = recipients.size();
        List<ProcessTiming> heed = new ArrayList<>();
        List<ProcessTiming> loop = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            heed.add(measure("heed", mails));
            loop.add(measure("loop", mails));
        }
        System.out.println(MachineDescription.describe());
        System.out.printf(
                "%,d prospects, %,d mails over %d connections to %s; each process with 512 MB of heap%n",
                prospects, mails, connections, MailSink.describe());
        print("heed", heed, mails);
        print("loop", loop, mails);
        System.out.printf(
                "ratio %.2f%n",
                perSecond(heed, mails).median() / perSecond(loop, mails).median());
        check.print(System.out);
    }

    private static Statistics perSecond(List<ProcessTiming> timings, int mails) {
        return Statistics.of(timings.stream()
                .map(timing -> 1000.0 * mails / timing.wallMillis)
                .toList());
    }

    private static void print(String side, List<ProcessTiming> timings, int mails) {
        System.out.printf(
                "%s  %s, %.0f µs of processor a mail, %.0f µs of the sink%n",
                side,
                perSecond(timings, mails).format("mails a second"),
                medianMicrosPerMail(timings, timing -> timing.cpuMillis, mails),
                medianMicrosPerMail(timings, timing -> timing.sinkMillis, mails));
    }

    private static double medianMicrosPerMail(
            List<ProcessTiming> timings, ToDoubleFunction<ProcessTiming> millis, int mails) {
        return 1000
                * Statistics.of(timings.stream().map(millis::applyAsDouble).toList())
                        .median()
                / mails;
    }

    /** Creates the store with the queued mails and the file of the composed mails, if they do not exist. */
    private void prepare() throws IOException {
        if (Files.exists(writtenMails)) {
            return;
        }
        Path store = folder.resolve("filling.db");
        SqliteFiles.delete(store);
        FilledStore.fill(store, prospects, DeliverBenchmark::optedOut);
        try (BenchmarkMailing mailing = new BenchmarkMailing(store)) {
            mailing.queue(leadScore);
        }
        Files.move(store, queuedStore);
        Path unfinished = folder.resolve("writing");
        Path copy = SqliteFiles.copy(queuedStore, folder.resolve("deliver.db"));
        Set<String> optedOut = IntStream.range(0, prospects)
                .filter(DeliverBenchmark::optedOut)
                .mapToObj(FilledStore::address)
                .collect(Collectors.toSet());
        try (BenchmarkMailing mailing = new BenchmarkMailing(copy);
                DataOutputStream out =
                        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(unfinished)))) {
            mailing.composeAll((mail, message) -> {
                if (!optedOut.contains(mail.address().value())) {
                    write(WrittenMail.of(message, mail.address()), out);
                }
            });
        }
        Files.move(unfinished, writtenMails);
    }

    private static void write(WrittenMail mail, DataOutputStream out) {
        try {
            mail.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Checks that a side sends one mail to each recipient, and none to anybody else. Returns the number of mails. */
    private long verify(String side, Set<String> recipients) throws IOException {
        try (SmtpSink sink = new SmtpSink(Clock.systemUTC())) {
            runSide(side, sink.port());
            Map<String, List<Instant>> received = sink.received();
            if (!received.keySet().equals(recipients) || sink.count() != recipients.size()) {
                throw new IllegalStateException(side + " sent " + sink.count() + " mails to " + received.size()
                        + " addresses instead of " + recipients.size());
            }
            return sink.count();
        }
    }

    private ProcessTiming measure(String side, int mails) throws IOException, InterruptedException {
        try (MailSink sink = MailSink.start(folder.resolve("sink-counts"))) {
            String output = runSide(side, sink.port());
            return parseTiming(output, sink.cpuTime().toMillis(), sink.count(), mails);
        }
    }

    private static ProcessTiming parseTiming(String output, long sinkMillis, long received, int mails) {
        if (received != mails || ForkedJvm.parseNumber(output, "sent") != mails) {
            throw new IllegalStateException(
                    "the sink accepted " + received + " mails instead of " + mails + ": " + output);
        }
        return new ProcessTiming(ForkedJvm.parseNumber(output, "ms"), ForkedJvm.parseNumber(output, "cpu"), sinkMillis);
    }

    private String runSide(String side, int port) throws IOException {
        Path from = side.equals("heed") ? SqliteFiles.copy(queuedStore, folder.resolve("deliver.db")) : writtenMails;
        return ForkedJvm.run(
                BenchmarkMailing.JVM_OPTIONS,
                DeliverBenchmark.class,
                side,
                from.toString(),
                Integer.toString(port),
                Integer.toString(connections));
    }

    private static void runHeed(Path file, int port, int connections) throws InterruptedException {
        try (BenchmarkMailing mailing = new BenchmarkMailing(file)) {
            long cpuStart = processCpuNanos();
            long start = System.nanoTime();
            DeliveryTally tally = mailing.deliver(port, connections);
            print(start, cpuStart, tally.sent());
        }
    }

    private static void runLoop(Path file, int port, int connections) throws Exception {
        try (WrittenMail.WrittenMailReader mails = new WrittenMail.WrittenMailReader(file)) {
            long cpuStart = processCpuNanos();
            long start = System.nanoTime();
            long sent = new PlainSmtpLoop(port, BenchmarkMailing.TIME_OUTS, mails, Clock.systemUTC()).send(connections);
            print(start, cpuStart, sent);
        }
    }

    private static long processCpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static void print(long start, long cpuStart, long sent) {
        System.out.println("ms " + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        System.out.println("cpu " + TimeUnit.NANOSECONDS.toMillis(processCpuNanos() - cpuStart));
        System.out.println("sent " + sent);
    }
}
