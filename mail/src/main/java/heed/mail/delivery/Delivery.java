package heed.mail.delivery;

import heed.mail.SenderId;
import heed.mail.gate.AttemptJournal;
import heed.mail.gate.SendGate;
import heed.mail.gate.SendPermit;
import heed.mail.limits.LimitCoordinator;
import heed.mail.limits.SendLimiter;
import heed.mail.outbox.Outbox;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers the mail of an account: threads reserve due mails from the outbox, claim each attempt at the gate, transmit
 * the mail and record the outcome. Several deliveries, also in several processes, may use one outbox. The limits of
 * their settings, which should be the same, apply to all of them together. Thread-safe once it is started.
 */
public final class Delivery implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
    /** The longest time until a worker notices mail that another process has queued. */
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);

    /** A retry that is due within this time is waited for before a delivery is finished. */
    public static final Duration MAX_RETRY_WAIT = Duration.ofMinutes(1);
    /** The longest pause after a failure of the store; the pause doubles with each failure. */
    private static final Duration MAX_PAUSE = Duration.ofSeconds(30);
    /** The number of times in a row that a worker that stops tries to record its last outcomes. */
    private static final int FINAL_ATTEMPTS = 3;

    private final DeliveryCounter counter = new DeliveryCounter();
    private final Clock clock;
    private final Outbox outbox;
    private final SendLimiter limiter;
    private final List<DeliveryWorker> workers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger busyWorkers = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition stateChanged = lock.newCondition();
    private final AtomicReference<Optional<String>> failure = new AtomicReference<>(Optional.empty());
    private final AtomicReference<Optional<String>> heartbeatFailure = new AtomicReference<>(Optional.empty());
    private final AttemptJournal journal;
    private final AtomicInteger instanceNumber = new AtomicInteger();
    private final LimitCoordinator coordinator;
    private final Thread heartbeatThread = new Thread(this::runHeartbeat, "heed-delivery-heartbeat");
    private final CountDownLatch workersStopped = new CountDownLatch(1);
    private long wakeUps;
    private boolean stopping;

    /**
     * Creates a delivery, which does nothing before {@link #start}.
     *
     * @throws IllegalArgumentException if the lease is not longer than a permit is valid plus the transport's longest
     *     send
     */
    public Delivery(DeliveryPorts ports, DeliverySettings settings, Clock clock) {
        Duration maxAttempt = SendPermit.VALID_FOR.plus(ports.transport().maxSendDuration());
        if (settings.lease().compareTo(maxAttempt) <= 0) {
            throw new IllegalArgumentException(
                    "the lease, " + settings.lease() + ", must be longer than an attempt can take, " + maxAttempt);
        }
        this.clock = clock;
        this.outbox = ports.outbox();
        this.journal = ports.journals().open();
        SendGate gate = new SendGate(ports.attempts(), clock, System::nanoTime, journal);
        AbandonedMail abandonedMail = new AbandonedMail(ports, journal.sender(), settings, System::nanoTime);
        this.limiter = new SendLimiter(settings.accountLimit(), settings.domainLimit(), clock, System::nanoTime);
        this.coordinator = new LimitCoordinator(
                ports.instances(),
                limiter,
                () -> journal.sender().instance(instanceNumber.incrementAndGet()),
                instance -> ports.journals()
                        .findEnded(SenderId.ofInstance(instance))
                        .isPresent(),
                System::nanoTime);
        SplittableRandom random = new SplittableRandom();
        for (int i = 0; i < settings.workers(); i++) {
            workers.add(new DeliveryWorker(
                    ports, journal, abandonedMail, gate, settings, limiter, counter, clock, random.split()));
        }
    }

    /**
     * Joins the delivery instances of the account and starts the threads.
     *
     * @throws IllegalStateException if the delivery has been started before
     */
    public void start() {
        if (!threads.isEmpty()) {
            throw new IllegalStateException("the delivery has been started before");
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

    /** Sends heartbeats until the last worker has ended, because workers need the share until then. */
    private void runHeartbeat() {
        try {
            while (!workersStopped.await(coordinator.nextHeartbeatIn().toMillis(), TimeUnit.MILLISECONDS)) {
                heartbeat();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            coordinator.leave();
        } catch (RuntimeException failed) {
            LOG.warn(
                    "Delivery cannot leave the delivery instances, and is removed when its heartbeats are missed: {}",
                    failed.toString());
        }
    }

    private void heartbeat() {
        try {
            while (coordinator.heartbeat()) {
                wake(); // the share has changed
            }
            heartbeatFailure.set(Optional.empty());
        } catch (RuntimeException failed) {
            LOG.warn("Delivery cannot send its heartbeat: {}", failed.toString());
            heartbeatFailure.set(Optional.of(String.valueOf(failed.getMessage())));
        }
    }

    /** Lets idle workers check for due mail now, for a caller that has just enqueued some. */
    public void wake() {
        lock.lock();
        try {
            wakeUps++;
            stateChanged.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns whether no worker has a mail, and none found one that is due. A worker that holds mail because a limit or
     * the relay makes it wait is not idle.
     */
    public boolean isIdle() {
        return busyWorkers.get() == 0;
    }

    /**
     * Returns whether everything is done that can be done now: the delivery is idle, no mail of the account is queued or
     * in flight, in this process or another, and no retry is due within {@link #MAX_RETRY_WAIT}. The mail of paused runs
     * does not count.
     *
     * @throws heed.model.store.StoreException if the store fails
     */
    public boolean isFinished() {
        return isIdle()
                && !outbox.findUnsettled(Optional.empty())
                        .movesBefore(clock.instant().plus(MAX_RETRY_WAIT));
    }

    /** Returns how many other deliveries of the account were alive at the last heartbeat, in all processes. */
    public int otherDeliveries() {
        return coordinator.otherInstances();
    }

    /** Returns the counts since the start. */
    public DeliveryTally tally() {
        return counter.snapshot();
    }

    /**
     * Returns why due mail waits: the reason why the relay or the store could not be used at the last attempt, in words
     * without addresses. Empty if both could be used.
     */
    public Optional<String> problem() {
        return limiter.relayProblem().or(failure::get).or(heartbeatFailure::get);
    }

    /**
     * Stops the delivery: waits for the mails in transmission, records their outcomes and releases all other mails.
     * Returns when all threads have ended.
     */
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
        if (workers.stream().anyMatch(DeliveryWorker::holdsMail)) {
            journal.abandon();
        } else {
            journal.close();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the end of a thread, and returns whether the calling thread was interrupted in the meantime. */
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

    /** Advances a worker until it is done, and pauses when it is idle or the store fails. */
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
                boolean nowIdle = step == DeliveryWorker.Step.IDLE && !worker.holdsMail();
                if (nowIdle != waiting) {
                    waiting = nowIdle;
                    busyWorkers.addAndGet(nowIdle ? -1 : 1);
                }
                if (step == DeliveryWorker.Step.IDLE) {
                    await(worker.idleUntil(), POLL_INTERVAL);
                }
            } catch (RuntimeException failed) {
                LOG.warn("Delivery pauses after a failure: {}", failed.toString());
                failure.set(Optional.of(String.valueOf(failed.getMessage())));
                if (stopRequested && ++failures == FINAL_ATTEMPTS) {
                    LOG.warn(
                            "Delivery stopped without recording its last outcomes; the next delivery settles the attempts");
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

    /** Waits until an instant or for the timeout, whichever is earlier, unless somebody wakes or stops the delivery. */
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
