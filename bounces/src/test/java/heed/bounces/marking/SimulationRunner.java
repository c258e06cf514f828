package heed.bounces.marking;

import heed.mail.delivery.DeliverySimulation;
import heed.mail.delivery.DeliverySimulation.SystemUnderTest;
import heed.mail.delivery.PromiseChecker;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs many schedules of the {@link DeliverySimulation} on all cores: {@code COUNT SEED}. It runs the schedule of each
 * seed from SEED on once. If a schedule breaks a promise, it prints that schedule step by step and exits with code 1.
 */
public final class SimulationRunner {
    private static final int SCHEDULES_PER_ROUND = 100_000;

    private static final SystemUnderTest PRODUCT = SystemUnderTest.of(MarkingMailStore::new);

    private final AtomicLong next;
    private final long end;
    private ScheduleTotals totals = ScheduleTotals.NOTHING;
    private volatile Optional<String> violation = Optional.empty();

    /** What happened in schedules. */
    private record ScheduleTotals(long schedules, long transmissions, long delivered, long retried, long unknown) {
        static final ScheduleTotals NOTHING = new ScheduleTotals(0, 0, 0, 0, 0);

        static ScheduleTotals of(PromiseChecker promises) {
            return new ScheduleTotals(
                    1, promises.transmissions(), promises.deliveries(), promises.retried(), promises.unknown());
        }

        ScheduleTotals and(ScheduleTotals other) {
            return new ScheduleTotals(
                    schedules + other.schedules,
                    transmissions + other.transmissions,
                    delivered + other.delivered,
                    retried + other.retried,
                    unknown + other.unknown);
        }

        String in(long nanos) {
            return String.format(
                    Locale.ROOT,
                    "%,d schedules, %,d a second: %,d transmissions, %,d mails delivered, %,d tried more than once,"
                            + " %,d unknown",
                    schedules,
                    (long) (schedules / (nanos / 1e9)),
                    transmissions,
                    delivered,
                    retried,
                    unknown);
        }
    }

    private SimulationRunner(long first, long end) {
        this.next = new AtomicLong(first);
        this.end = end;
    }

    public static void main(String[] arguments) throws InterruptedException {
        long seed = Long.parseLong(arguments[1]);
        long last = seed + Long.parseLong(arguments[0]);
        ScheduleTotals all = ScheduleTotals.NOTHING;
        long began = System.nanoTime();
        for (long first = seed; first < last; first += SCHEDULES_PER_ROUND) {
            SimulationRunner round = new SimulationRunner(first, Math.min(first + SCHEDULES_PER_ROUND, last));
            long before = System.nanoTime();
            round.run();
            if (round.violation.isPresent()) {
                System.out.println(round.violation.get());
                System.exit(1);
            }
            System.out.println("seeds from " + first + ": " + round.totals.in(System.nanoTime() - before));
            all = all.and(round.totals);
        }
        System.out.println("no promise broken in " + all.in(System.nanoTime() - began));
    }

    private void run() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            threads.add(new Thread(this::runSeeds, "schedules-" + i));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void runSeeds() {
        ScheduleTotals own = ScheduleTotals.NOTHING;
        for (long seed = next.getAndIncrement(); seed < end && violation.isEmpty(); seed = next.getAndIncrement()) {
            try {
                own = own.and(ScheduleTotals.of(DeliverySimulation.run(seed, PRODUCT)));
            } catch (AssertionError found) {
                violation = Optional.ofNullable(found.getMessage());
            }
        }
        add(own);
    }

    private synchronized void add(ScheduleTotals own) {
        totals = totals.and(own);
    }
}
