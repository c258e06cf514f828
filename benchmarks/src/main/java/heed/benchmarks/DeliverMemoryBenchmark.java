package heed.benchmarks;

import heed.benchmarks.mail.BenchmarkMailing;
import heed.benchmarks.mail.PostfixSink;
import heed.benchmarks.measure.ForkedJvm;
import heed.benchmarks.measure.MachineDescription;
import heed.benchmarks.store.FilledStore;
import heed.examples.prove.SmtpSink;
import heed.mail.delivery.DeliveryTally;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What delivery needs of memory for ever more queued mails, each number in a process of its own with the same small heap:
 * what lives in it at most, by a full collection each second, and what is resident, which has SQLite's caches and the JVM
 * itself in it as well. What needs more than that heap fails.
 *
 * <p>{@code FOLDER MEGABYTES CONNECTIONS MAILS…}
 */
public final class DeliverMemoryBenchmark {
    private static final Duration SAMPLE_INTERVAL = Duration.ofSeconds(1);

    private final Path folder;
    private final int megabytes;
    private final int connections;

    private DeliverMemoryBenchmark(Path folder, int megabytes, int connections) {
        this.folder = folder;
        this.megabytes = megabytes;
        this.connections = connections;
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("deliver")) {
            deliver(Path.of(arguments[1]), parse(arguments[2]), parse(arguments[3]));
        } else {
            Path folder = Path.of(arguments[0]);
            Files.createDirectories(folder);
            DeliverMemoryBenchmark memory =
                    new DeliverMemoryBenchmark(folder, parse(arguments[1]), parse(arguments[2]));
            List<Integer> mails = new ArrayList<>();
            for (int i = 3; i < arguments.length; i++) {
                mails.add(parse(arguments[i]));
            }
            memory.compare(mails);
        }
    }

    private static int parse(String argument) {
        return Integer.parseInt(argument);
    }

    /** What a process needed, in KiB, and how long, in ms. */
    private record MemoryUse(long live, long resident, long elapsedMillis) {}

    private void compare(List<Integer> numbers) throws IOException, InterruptedException {
        System.out.println(MachineDescription.describe());
        System.out.printf(
                "%d connections to %s; each process with %d MB of heap%n",
                connections,
                PostfixSink.findProgram()
                        .map(Path::toString)
                        .orElse("a sink in Java, for smtp-sink of Postfix is not installed"),
                megabytes);
        List<MemoryUse> all = new ArrayList<>();
        for (int mails : numbers) {
            Path queued = prepareQueued(mails);
            MemoryUse needed = measure(queued, mails);
            all.add(needed);
            System.out.printf(
                    "%,9d mails: %.1f MB live at most, %.1f MB resident at most, %,d mails a second%n",
                    mails, needed.live / 1024.0, needed.resident / 1024.0, 1000L * mails / needed.elapsedMillis);
        }
        MemoryUse first = all.get(0);
        MemoryUse last = all.get(all.size() - 1);
        System.out.printf(
                "the last to the first: live %.2f, resident %.2f%n",
                (double) last.live / first.live, (double) last.resident / first.resident);
    }

    /** A store in which each prospect has a mail that waits. */
    private Path prepareQueued(int mails) throws IOException {
        Path queued = folder.resolve("all-queued-" + mails + ".db");
        if (!Files.exists(queued)) {
            Path store = folder.resolve("filling.db");
            Files.deleteIfExists(store);
            FilledStore.fill(store, mails, number -> false);
            try (BenchmarkMailing mailing = new BenchmarkMailing(store)) {
                mailing.queue(FilledStore.SCORES);
            }
            Files.move(store, queued);
        }
        return queued;
    }

    private MemoryUse measure(Path queued, int mails) throws IOException, InterruptedException {
        Path store = FilledStore.copy(queued, folder.resolve("deliver-memory.db"));
        Optional<Path> program = PostfixSink.findProgram();
        if (program.isEmpty()) {
            try (SmtpSink sink = new SmtpSink(Clock.systemUTC())) {
                return runDelivery(store, sink.port(), mails);
            }
        }
        try (PostfixSink sink = PostfixSink.start(program.get(), folder.resolve("sink-counts"))) {
            MemoryUse needed = runDelivery(store, sink.port(), mails);
            if (sink.count() != mails) {
                throw new IllegalStateException("the sink took " + sink.count() + " mails instead of " + mails);
            }
            return needed;
        }
    }

    private MemoryUse runDelivery(Path store, int port, int mails) throws IOException {
        String output = ForkedJvm.run(
                List.of("-Xmx" + megabytes + "m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"),
                DeliverMemoryBenchmark.class,
                "deliver",
                store.toString(),
                Integer.toString(port),
                Integer.toString(connections));
        if (ForkedJvm.parseNumber(output, "sent") != mails) {
            throw new IllegalStateException("not " + mails + " were sent: " + output);
        }
        return new MemoryUse(
                ForkedJvm.parseNumber(output, "live"),
                ForkedJvm.parseNumber(output, "resident"),
                ForkedJvm.parseNumber(output, "ms"));
    }

    private static void deliver(Path file, int port, int connections) throws IOException, InterruptedException {
        try (BenchmarkMailing mailing = new BenchmarkMailing(file);
                HeapSampler sampler = new HeapSampler()) {
            long start = System.nanoTime();
            DeliveryTally tally = mailing.deliver(port, connections);
            System.out.println("ms " + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
            System.out.println("sent " + tally.sent());
            System.out.println("live " + sampler.maxLiveKib());
            System.out.println("resident " + resident());
        }
    }

    /** Collects now and then and keeps how much was alive at most. */
    private static final class HeapSampler implements AutoCloseable {
        private final Thread thread = new Thread(this::sampleLoop, "looking");
        private long maxLiveKib;

        HeapSampler() {
            thread.setDaemon(true);
            thread.start();
        }

        private void sampleLoop() {
            try {
                while (true) {
                    Thread.sleep(SAMPLE_INTERVAL.toMillis());
                    collect();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private synchronized void collect() {
            System.gc();
            long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
            maxLiveKib = Math.max(maxLiveKib, used >> 10);
        }

        synchronized long maxLiveKib() {
            collect();
            return maxLiveKib;
        }

        @Override
        public void close() {
            thread.interrupt();
        }
    }

    /** The most memory that this process has had, as Linux counts it. */
    private static long resident() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
