package heed.benchmarks;

import heed.model.Moment;
import heed.model.Prospect;
import heed.rules.Matcher;
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
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Deciding prospects in memory by automations: by a rule book, and by a loop over predicates written by hand. */
final class Deciding {
    private static final Moment MOMENT = new Moment(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
    private static final int BATCH = 5_000;

    private final List<Prospect> prospects;
    private final RuleBook book;
    private final List<Predicate<Prospect>> byHand;

    Deciding(List<Prospect> prospects, List<Audience> audiences) {
        this.prospects = prospects;
        this.book = book(audiences);
        this.byHand = audiences.stream().map(Audience::byHand).toList();
    }

    static RuleBook book(List<Audience> audiences) {
        return RuleBook.compile(
                IntStream.range(0, audiences.size())
                        .mapToObj(i ->
                                new Selector("automation-" + i, audiences.get(i).criterion()))
                        .toList(),
                MOMENT);
    }

    /** What one pass over all prospects took and found. */
    record Pass(double seconds, long bytes, long matches, long checksum) {
        Pass plus(Pass other) {
            return new Pass(
                    seconds + other.seconds, bytes + other.bytes, matches + other.matches, checksum + other.checksum);
        }
    }

    /** Takes what matched. */
    private static final class Sum implements Matcher.Matches {
        private long matches;
        private long checksum;

        @Override
        public void matched(int selector, Prospect prospect) {
            matches++;
            checksum += (selector + 1L) * 1_000_003 ^ prospect.key().value();
        }
    }

    /** One session a thread, each over its part of the prospects. */
    Pass byRules(int threads) {
        return pass(threads, (part, sum) -> {
            try (Matcher matcher = book.matcher()) {
                for (int from = 0; from < part.size(); from += BATCH) {
                    matcher.match(part.subList(from, Math.min(from + BATCH, part.size())), sum);
                }
            }
        });
    }

    /** The loop that one would write instead. */
    Pass byHand(int threads) {
        return pass(threads, (part, sum) -> {
            Predicate<Prospect>[] predicates = array(byHand);
            for (Prospect prospect : part) {
                for (int i = 0; i < predicates.length; i++) {
                    if (predicates[i].test(prospect)) {
                        sum.matched(i, prospect);
                    }
                }
            }
        });
    }

    private interface Way {
        void decide(List<Prospect> part, Sum sum);
    }

    private Pass pass(int threads, Way way) {
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        try {
            int share = (prospects.size() + threads - 1) / threads;
            long start = System.nanoTime();
            List<Future<Pass>> parts = new ArrayList<>();
            for (int from = 0; from < prospects.size(); from += share) {
                List<Prospect> part = prospects.subList(from, Math.min(from + share, prospects.size()));
                parts.add(workers.submit(() -> part(part, way)));
            }
            Pass all = new Pass(0, 0, 0, 0);
            for (Future<Pass> part : parts) {
                all = all.plus(part.get());
            }
            return new Pass((System.nanoTime() - start) / 1e9, all.bytes(), all.matches(), all.checksum());
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            workers.shutdown();
        }
    }

    private static Pass part(List<Prospect> part, Way way) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        Sum sum = new Sum();
        way.decide(part, sum);
        long after = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        return new Pass(0, after - before, sum.matches, sum.checksum);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Predicate<Prospect>[] array(List<Predicate<Prospect>> predicates) {
        return predicates.toArray(new Predicate[0]);
    }
}
