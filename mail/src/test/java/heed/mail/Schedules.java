package heed.mail;

import heed.mail.Simulation.Plant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs many schedules of the {@link Simulation} on all cores: {@code COUNT SEED}. The schedule of each seed from SEED on is
 * run once; the first that breaks a promise is told step by step, and the exit code is 1.
 */
public final class Schedules {
    private static final int A_ROUND = 100_000;

    private final AtomicLong next;
    private final long end;
    private final AtomicLong transmissions = new AtomicLong();
    private final AtomicLong deliveries = new AtomicLong();
    private final AtomicLong retried = new AtomicLong();
    private final AtomicLong unknown = new AtomicLong();
    private volatile String broken = "";

    private Schedules(long first, long end) {
        this.next = new AtomicLong(first);
        this.end = end;
    }

    public static void main(String[] arguments) throws InterruptedException {
        long count = Long.parseLong(arguments[0]);
        long seed = Long.parseLong(arguments[1]);
        for (long first = seed; first < seed + count; first += A_ROUND) {
            long end = Math.min(first + A_ROUND, seed + count);
            Schedules round = new Schedules(first, end);
            long before = System.nanoTime();
            round.run();
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before);
            if (!round.broken.isEmpty()) {
                System.out.println(round.broken);
                System.exit(1);
            }
            System.out.printf(
                    "seeds %d to %d: %s%n", first, end - 1, round.told(end - first, Duration.ofMillis(millis)));
        }
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
        for (long seed = next.getAndIncrement(); seed < end && broken.isEmpty(); seed = next.getAndIncrement()) {
            try {
                Promises promises = Simulation.run(seed, Plant.NONE);
                transmissions.addAndGet(promises.transmissions());
                deliveries.addAndGet(promises.deliveries());
                retried.addAndGet(promises.retried());
                unknown.addAndGet(promises.unknown());
            } catch (AssertionError found) {
                broken = String.valueOf(found.getMessage());
            }
        }
    }

    private String told(long schedules, Duration took) {
        return "%d schedules, %d a second; %d transmissions, %d mails delivered, %d tried more than once, %d unknown"
                .formatted(
                        schedules,
                        schedules * 1000 / Math.max(1, took.toMillis()),
                        transmissions.get(),
                        deliveries.get(),
                        retried.get(),
                        unknown.get());
    }
}
