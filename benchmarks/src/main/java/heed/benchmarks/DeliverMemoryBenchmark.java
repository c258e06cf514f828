package heed.benchmarks;

import heed.benchmarks.mail.BenchmarkMailing;
import heed.benchmarks.mail.MailSink;
import heed.benchmarks.measure.ForkedJvm;
import heed.benchmarks.measure.MachineDescription;
import heed.benchmarks.measure.PeakMemory;
import heed.benchmarks.store.CachedFile;
import heed.benchmarks.store.FilledStore;
import heed.examples.prove.SqliteFiles;
import heed.mail.delivery.DeliveryTally;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Measures the memory that delivery needs for growing numbers of queued mails, each number in a process of its own with the same
 * small heap. The largest live heap is measured by a full collection each second. The resident memory also contains the caches of
 * SQLite and the JVM itself. A process that needs more than its heap fails.
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
            DeliverMemoryBenchmark benchmark =
                    new DeliverMemoryBenchmark(folder, parse(arguments[1]), parse(arguments[2]));
            List<Integer> mails = new ArrayList<>();
            for (int i = 3; i < arguments.length; i++) {
                mails.add(parse(arguments[i]));
            }
            benchmark.compare(mails);
        }
    }

    private static int parse(String argument) {
        return Integer.parseInt(argument);
    }

    /** The largest live heap and resident memory of a process, and its duration. */
    private record MemoryUse(long liveKib, long residentKib, long elapsedMillis) {}

    private void compare(List<Integer> mailCounts) throws IOException, InterruptedException {
        System.out.println(MachineDescription.describe());
        System.out.printf(
                "%d connections to %s; each process with %d MB of heap%n", connections, MailSink.describe(), megabytes);
        List<MemoryUse> uses = new ArrayList<>();
        for (int mails : mailCounts) {
            Path queued = prepareQueued(mails);
            MemoryUse use = measure(queued, mails);
            uses.add(use);
            System.out.printf(
                    "%,9d mails: %.1f MB live at most, %.1f MB resident at most, %,d mails a second%n",
                    mails, use.liveKib / 1024.0, use.residentKib / 1024.0, 1000L * mails / use.elapsedMillis);
        }
        MemoryUse first = uses.get(0);
        MemoryUse last = uses.get(uses.size() - 1);
        System.out.printf(
                "last compared with first: live %.2f, resident %.2f%n",
                (double) last.liveKib / first.liveKib, (double) last.residentKib / first.residentKib);
    }

    /** Returns a store in which each prospect has a queued mail. */
    private Path prepareQueued(int mails) throws IOException {
        return CachedFile.createIfMissing(folder.resolve("all-queued-" + mails + ".db"), file -> {
            FilledStore.fill(file, mails, number -> false);
            try (BenchmarkMailing mailing = new BenchmarkMailing(file)) {
                mailing.queue(FilledStore.SCORES);
            }
        });
    }

    private MemoryUse measure(Path queued, int mails) throws IOException, InterruptedException {
        Path store = SqliteFiles.copy(queued, folder.resolve("deliver-memory.db"));
        try (MailSink sink = MailSink.start(folder.resolve("sink-counts"))) {
            MemoryUse use = runDelivery(store, sink.port(), mails);
            if (sink.count() != mails) {
                throw new IllegalStateException("the sink accepted " + sink.count() + " mails instead of " + mails);
            }
            return use;
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
            throw new IllegalStateException("fewer or more than " + mails + " mails were sent: " + output);
        }
        return new MemoryUse(
                ForkedJvm.parseNumber(output, "live"),
                ForkedJvm.parseNumber(output, "resident"),
                ForkedJvm.parseNumber(output, "ms"));
    }

    private static void deliver(Path file, int port, int connections) throws InterruptedException {
        try (BenchmarkMailing mailing = new BenchmarkMailing(file);
                HeapSampler sampler = new HeapSampler()) {
            long start = System.nanoTime();
            DeliveryTally tally = mailing.deliver(port, connections);
            System.out.println("ms " + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
            System.out.println("sent " + tally.sent());
            System.out.println("live " + sampler.maxLiveKib());
            System.out.println(
                    "resident " + PeakMemory.kib(ProcessHandle.current().pid()).orElseThrow());
        }
    }

    /** Runs a full collection each second, and remembers the largest live heap. */
    private static final class HeapSampler implements AutoCloseable {
        private final Thread thread = new Thread(this::sampleLoop, "heap-sampler");
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
}
