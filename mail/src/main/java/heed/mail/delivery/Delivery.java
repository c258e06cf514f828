package heed.mail.delivery;

import heed.mail.gate.SendGate;
import heed.mail.gate.SendPermit;
import heed.mail.limits.LimitCoordinator;
import heed.mail.limits.SendLimiter;
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
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);

    private static final Duration MAX_PAUSE = Duration.ofSeconds(30);
    private static final int FINAL_ATTEMPTS = 3;

    private final DeliveryCounter counter = new DeliveryCounter();
    private final Clock clock;
    private final SendLimiter limiter;
    private final List<DeliveryWorker> workers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger busyWorkers = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition stateChanged = lock.newCondition();
    private final AtomicReference<Optional<String>> failure = new AtomicReference<>(Optional.empty());
    private final AtomicReference<Optional<String>> heartbeatFailure = new AtomicReference<>(Optional.empty());
    private final LimitCoordinator coordinator;
    private final Thread heartbeatThread = new Thread(this::runHeartbeat, "heed-delivery-beat");
    private final CountDownLatch workersStopped = new CountDownLatch(1);
    private long wakeUps;
    private boolean stopping;

    /** @throws IllegalArgumentException if the lease is not longer than a permit and the transport's time-outs together */
    public Delivery(DeliveryPorts ports, DeliverySettings settings, Clock clock) {
        Duration maxAttempt = SendPermit.VALID_FOR.plus(ports.transport().maxSendDuration());
        if (settings.lease().compareTo(maxAttempt) <= 0) {
            throw new IllegalArgumentException(
                    "the lease, " + settings.lease() + ", must be longer than an attempt can take, " + maxAttempt);
        }
        this.clock = clock;
        SendGate gate = new SendGate(ports.attempts(), clock, settings.lease());
        this.limiter = new SendLimiter(settings.accountLimit(), settings.domainLimit(), clock, System::nanoTime);
        this.coordinator = new LimitCoordinator(
                ports.instances(), limiter, () -> UUID.randomUUID().toString(), System::nanoTime);
        SplittableRandom random = new SplittableRandom();
        for (int i = 0; i < settings.workers(); i++) {
            workers.add(new DeliveryWorker(ports, gate, settings, limiter, counter, clock, random.split()));
        }
    }

    /** Makes itself known to the others that deliver, and begins; once. */
    public void start() {
        if (!threads.isEmpty()) {
            throw new IllegalStateException("the delivery has started");
        }
        busyWorkers.set(workers.size());
        for (int i = 0; i < workers.size(); i++) {
            DeliveryWorker worker = workers.get(i);
            Thread thread = new Thread(() -> runWorker(worker), "heed-delivery-" + (i + 1));
            threads.add(thread);
        }
        heartbeat();
        threads.forEach(Thread::start);
        heartbeatThread.start();
    }

    /** Beats until the last worker has ended. */
    private void runHeartbeat() {
        try {
            while (!workersStopped.await(LimitCoordinator.HEARTBEAT_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                heartbeat();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            coordinator.leave();
        } catch (RuntimeException failed) {
            LOG.warn("Delivery cannot say that it ends, which others will notice: {}", failed.toString());
        }
    }

    private void heartbeat() {
        try {
            while (coordinator.heartbeat()) {
                wake();
            }
            heartbeatFailure.set(Optional.empty());
        } catch (RuntimeException failed) {
            LOG.warn("Delivery cannot say that it lives: {}", failed.toString());
            heartbeatFailure.set(Optional.of(String.valueOf(failed.getMessage())));
        }
    }

    /** Looks for due mail now: for who has just queued some. */
    public void wake() {
        lock.lock();
        try {
            wakeUps++;
            stateChanged.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether no worker has anything in hand or found anything due: all there is to do is waiting. */
    public boolean isIdle() {
        return busyWorkers.get() == 0;
    }

    public DeliveryTally tally() {
        return counter.snapshot();
    }

    /**
     * Why mail waits although it is due: the relay or the store could not be used when that was last tried. In words, without
     * addresses.
     */
    public Optional<String> problem() {
        return limiter.relayProblem().or(failure::get).or(heartbeatFailure::get);
    }

    /** Sends nothing more, waits for what is being transmitted, keeps its outcome and gives back the rest. */
    @Override
    public void close() {
        lock.lock();
        try {
            stopping = true;
            stateChanged.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        for (Thread thread : threads) {
            interrupted |= join(thread);
        }
        workersStopped.countDown();
        interrupted |= join(heartbeatThread);
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

    private void runWorker(DeliveryWorker worker) {
        Duration pause = POLL_INTERVAL;
        int failures = 0;
        boolean waiting = false;
        while (true) {
            boolean stopRequested = isStopping();
            if (stopRequested) {
                worker.stop();
            }
            try {
                DeliveryWorker.Step step = worker.advance();
                failures = 0;
                failure.set(Optional.empty());
                pause = POLL_INTERVAL;
                if (step == DeliveryWorker.Step.DONE) {
                    return;
                }
                boolean nowIdle = step == DeliveryWorker.Step.IDLE;
                if (nowIdle != waiting) {
                    waiting = nowIdle;
                    busyWorkers.addAndGet(nowIdle ? -1 : 1);
                }
                if (nowIdle) {
                    await(worker.idleUntil(), POLL_INTERVAL);
                }
            } catch (RuntimeException failed) {
                LOG.warn("Delivery waits: {}", failed.toString());
                failure.set(Optional.of(String.valueOf(failed.getMessage())));
                if (stopRequested && ++failures == FINAL_ATTEMPTS) {
                    LOG.warn("Delivery stopped without keeping its last outcomes; their leases will end as in doubt");
                    return;
                }
                await(Instant.MAX, pause);
                Duration doubled = pause.multipliedBy(2);
                pause = doubled.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : doubled;
            }
        }
    }

    private boolean isStopping() {
        lock.lock();
        try {
            return stopping;
        } finally {
            lock.unlock();
        }
    }

    private void await(Instant until, Duration timeout) {
        Instant now = clock.instant();
        Duration wait = until.isAfter(now.plus(timeout)) ? timeout : Duration.between(now, until);
        lock.lock();
        try {
            long before = wakeUps;
            long remaining = wait.toNanos();
            while (!stopping && wakeUps == before && remaining > 0) {
                remaining = stateChanged.awaitNanos(remaining);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopping = true;
        } finally {
            lock.unlock();
        }
    }
}
