package heed.mail;

import heed.mail.Simulation.Plant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs many schedules of the {@link Simulation} on all cores: {@code COUNT SEED}. The schedule of each seed from SEED on is
 * run once; one that breaks a promise is told step by step, and the exit code is 1.
 */
public final class Schedules {
    private static final int A_ROUND = 100_000;

    private final AtomicLong next;
    private final long end;
    private Told told = Told.NOTHING;
    private volatile Optional<String> broken = Optional.empty();

    /** What happened in schedules. */
    private record Told(long schedules, long transmissions, long delivered, long retried, long unknown) {
        static final Told NOTHING = new Told(0, 0, 0, 0, 0);

        static Told of(Promises promises) {
            return new Told(1, promises.transmissions(), promises.deliveries(), promises.retried(), promises.unknown());
        }

        Told and(Told other) {
            return new Told(
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

    private Schedules(long first, long end) {
        this.next = new AtomicLong(first);
        this.end = end;
    }

    public static void main(String[] arguments) throws InterruptedException {
        long seed = Long.parseLong(arguments[1]);
        long last = seed + Long.parseLong(arguments[0]);
        Told all = Told.NOTHING;
        long began = System.nanoTime();
        for (long first = seed; first < last; first += A_ROUND) {
            Schedules round = new Schedules(first, Math.min(first + A_ROUND, last));
            long before = System.nanoTime();
            round.run();
            if (round.broken.isPresent()) {
                System.out.println(round.broken.get());
                System.exit(1);
            }
            System.out.println("seeds from " + first + ": " + round.told.in(System.nanoTime() - before));
            all = all.and(round.told);
        }
        System.out.println("no promise broken in " + all.in(System.nanoTime() - began));
    }

    private void run() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            threads.add(new Thread(this::work, "schedules-" + i));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void work() {
        Told mine = Told.NOTHING;
        for (long seed = next.getAndIncrement(); seed < end && broken.isEmpty(); seed = next.getAndIncrement()) {
            try {
                mine = mine.and(Told.of(Simulation.run(seed, Plant.NONE)));
            } catch (AssertionError found) {
                broken = Optional.ofNullable(found.getMessage());
            }
        }
        add(mine);
    }

    private synchronized void add(Told mine) {
        told = told.and(mine);
    }
}
