package heed.benchmarks.matching;

import heed.model.run.EvaluationTime;
import heed.rules.RuleBook;
import heed.rules.Selector;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** Evaluates prospects in memory in one pass, and measures it. */
public final class MatchingPass {
    private static final EvaluationTime EVALUATION_TIME =
            new EvaluationTime(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

    private MatchingPass() {}

    /** Compiles one selector for each audience, in their order. */
    public static RuleBook compile(List<HandWrittenAudience> audiences) {
        return RuleBook.compile(
                IntStream.range(0, audiences.size())
                        .mapToObj(i ->
                                new Selector("automation-" + i, audiences.get(i).criterion()))
                        .toList(),
                EVALUATION_TIME);
    }

    /**
     * The measurements and matches of a pass.
     *
     * @param count the number of evaluated prospects
     * @param seconds the time from start to end
     * @param busy the processor time of the evaluating threads, in seconds
     * @param bytes the bytes that the evaluating threads allocated
     */
    public record PassResult(int count, double seconds, double busy, long bytes, long matches, long checksum) {
        /** Returns the prospects per second of processor time, which other work on the machine hardly influences. */
        public double rate() {
            return count / busy;
        }

        /** Returns the number and checksum of the matches, for comparison with another strategy. */
        public String matched() {
            return matches + " " + checksum;
        }
    }

    /** Evaluates the first prospects, a contiguous part of them in each thread. */
    public static PassResult run(Strategy strategy, int count, int threads) {
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        try {
            int share = (count + threads - 1) / threads;
            long start = System.nanoTime();
            List<Future<PassResult>> parts = new ArrayList<>();
            for (int from = 0; from < count; from += share) {
                int first = from;
                parts.add(workers.submit(() -> runPart(strategy, first, Math.min(first + share, count))));
            }
            double busy = 0;
            long bytes = 0;
            long matches = 0;
            long checksum = 0;
            for (Future<PassResult> part : parts) {
                busy += part.get().busy();
                bytes += part.get().bytes();
                matches += part.get().matches();
                checksum += part.get().checksum();
            }
            return new PassResult(count, (System.nanoTime() - start) / 1e9, busy, bytes, matches, checksum);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            workers.shutdown();
        }
    }

    private static PassResult runPart(Strategy strategy, int from, int end) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        long start = threads.getCurrentThreadCpuTime();
        Checksum checksum = new Checksum();
        strategy.evaluate(from, end, checksum);
        double busy = (threads.getCurrentThreadCpuTime() - start) / 1e9;
        long after = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        return new PassResult(end - from, 0, busy, after - before, checksum.matches(), checksum.checksum());
    }
}
