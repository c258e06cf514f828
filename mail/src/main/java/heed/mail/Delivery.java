package heed.mail;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what is due from an account's outbox, asks the gate for each attempt, transmits it and keeps what came of it, on
 * as many threads as its settings say. Several deliveries, also of several processes, may work on one outbox; the limits of
 * their settings, which should be the same, hold for all of them together.
 */
public final class Delivery implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
    /** How soon mail that another process queued is noticed. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final int LAST_TRIES = 3;

    private final Tallying tallying = new Tallying();
    private final Clock clock;
    private final Traffic traffic;
    private final List<DeliveryWorker> workers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger busy = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final AtomicReference<Optional<String>> failure = new AtomicReference<>(Optional.empty());
    private final AtomicReference<Optional<String>> silence = new AtomicReference<>(Optional.empty());
    private final Sharing sharing;
    private final Thread pulse = new Thread(this::pulse, "heed-delivery-beat");
    private final CountDownLatch delivered = new CountDownLatch(1);
    private long wakes;
    private boolean stopping;

    /** @throws IllegalArgumentException if the lease is not longer than a permit and the transport's time-outs together */
    public Delivery(DeliveryPorts ports, DeliverySettings settings, Clock clock) {
        Duration longest = SendPermit.GOOD_FOR.plus(ports.transport().longestSend());
        if (settings.lease().compareTo(longest) <= 0) {
            throw new IllegalArgumentException(
                    "the lease, " + settings.lease() + ", must be longer than an attempt can take, " + longest);
        }
        this.clock = clock;
        SendGate gate = new SendGate(ports.attempts(), clock, settings.lease());
        this.traffic = new Traffic(settings, clock, System::nanoTime);
        this.sharing =
                new Sharing(ports.deliverers(), traffic, () -> UUID.randomUUID().toString(), System::nanoTime);
        SplittableRandom random = new SplittableRandom();
        for (int i = 0; i < settings.workers(); i++) {
            workers.add(new DeliveryWorker(ports, gate, settings, traffic, tallying, clock, random.split()));
        }
    }

    /** Makes itself known to the others that deliver, and begins; once. */
    public void start() {
        if (!threads.isEmpty()) {
            throw new IllegalStateException("the delivery has started");
        }
        busy.set(workers.size());
        for (int i = 0; i < workers.size(); i++) {
            DeliveryWorker worker = workers.get(i);
            Thread thread = new Thread(() -> work(worker), "heed-delivery-" + (i + 1));
            threads.add(thread);
        }
        beat();
        threads.forEach(Thread::start);
        pulse.start();
    }

    /** Beats until the last worker has ended. */
    private void pulse() {
        try {
            while (!delivered.await(Sharing.BEAT.toMillis(), TimeUnit.MILLISECONDS)) {
                beat();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            sharing.leave();
        } catch (RuntimeException failed) {
            LOG.warn("Delivery cannot say that it ends, which others will notice: {}", failed.toString());
        }
    }

    private void beat() {
        try {
            while (sharing.beat()) {
                wake();
            }
            silence.set(Optional.empty());
        } catch (RuntimeException failed) {
            LOG.warn("Delivery cannot say that it lives: {}", failed.toString());
            silence.set(Optional.of(String.valueOf(failed.getMessage())));
        }
    }

    /** Looks for due mail now: for who has just queued some. */
    public void wake() {
        lock.lock();
        try {
            wakes++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether no worker has anything in hand or found anything due: all there is to do is waiting. */
    public boolean idle() {
        return busy.get() == 0;
    }

    public DeliveryTally tally() {
        return tallying.now();
    }

    /**
     * Why mail waits although it is due: the relay or the store could not be used when that was last tried. In words, without
     * addresses.
     */
    public Optional<String> trouble() {
        return traffic.trouble().or(failure::get).or(silence::get);
    }

    /** Sends nothing more, waits for what is being transmitted, keeps its outcome and gives back the rest. */
    @Override
    public void close() {
        lock.lock();
        try {
            stopping = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        for (Thread thread : threads) {
            interrupted |= join(thread);
        }
        delivered.countDown();
        interrupted |= join(pulse);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for a thread's end, and says whether this one was interrupted meanwhile. */
    private static boolean join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        return interrupted;
    }

    private void work(DeliveryWorker worker) {
        Duration pause = LOOK_AGAIN;
        int failures = 0;
        boolean waits = false;
        while (true) {
            boolean last = stopping();
            if (last) {
                worker.stop();
            }
            try {
                DeliveryWorker.Step step = worker.advance();
                failures = 0;
                failure.set(Optional.empty());
                pause = LOOK_AGAIN;
                if (step == DeliveryWorker.Step.DONE) {
                    return;
                }
                boolean idles = step == DeliveryWorker.Step.IDLE;
                if (idles != waits) {
                    waits = idles;
                    busy.addAndGet(idles ? -1 : 1);
                }
                if (idles) {
                    await(worker.idleUntil(), LOOK_AGAIN);
                }
            } catch (RuntimeException failed) {
                LOG.warn("Delivery waits: {}", failed.toString());
                failure.set(Optional.of(String.valueOf(failed.getMessage())));
                if (last && ++failures == LAST_TRIES) {
                    LOG.warn("Delivery stopped without keeping its last outcomes; their leases will end as in doubt");
                    return;
                }
                await(Instant.MAX, pause);
                Duration doubled = pause.multipliedBy(2);
                pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
            }
        }
    }

    private boolean stopping() {
        lock.lock();
        try {
            return stopping;
        } finally {
            lock.unlock();
        }
    }

    private void await(Instant until, Duration longest) {
        Instant now = clock.instant();
        Duration wait = until.isAfter(now.plus(longest)) ? longest : Duration.between(now, until);
        lock.lock();
        try {
            long before = wakes;
            long left = wait.toNanos();
            while (!stopping && wakes == before && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopping = true;
        } finally {
            lock.unlock();
        }
    }
}
