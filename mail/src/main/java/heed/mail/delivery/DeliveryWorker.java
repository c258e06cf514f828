package heed.mail.delivery;

import heed.mail.EmailMessage;
import heed.mail.SkipReason;
import heed.mail.gate.AttemptJournal;
import heed.mail.gate.AttemptOutcome;
import heed.mail.gate.Attempts;
import heed.mail.gate.InDoubtPolicy;
import heed.mail.gate.SendDecision;
import heed.mail.gate.SendGate;
import heed.mail.gate.SendPermit;
import heed.mail.gate.SendReceipt;
import heed.mail.limits.SendLimiter;
import heed.mail.outbox.QueuedMail;
import heed.mail.outbox.Requeue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * One worker of a delivery, as a sequence of steps. Each {@link #advance} makes one call to one port, so that a thread
 * can run a worker, and a scheduler can interleave several workers without threads. If a step throws, the worker keeps
 * its state, and the step may be repeated. Not thread-safe.
 */
final class DeliveryWorker {
    private static final int MAX_CLAIMS = 32;
    /** How many batches of claims a worker reserves at once, unless it sends so slowly that it claims single mails. */
    private static final int RESERVED_CLAIM_BATCHES = 4;
    /**
     * The time in which a batch of claims should be sent. It is short, so that a permit is used long before it runs out: a
     * relay that needs longer for a mail gets single claims.
     */
    private static final Duration CLAIM_BATCH_TIME = SendPermit.VALID_FOR.dividedBy(20);
    /** A worker reserves the mails that the account's rate lets it send in this time, and leaves the others to others. */
    private static final Duration PACED_RESERVE_TIME = Duration.ofMillis(500);
    /** The interval at which a worker looks for mail that a process holds that has ended. */
    private static final Duration SWEEP_INTERVAL = Duration.ofSeconds(1);

    /**
     * The wait after a batch in which every mail was over the limit of its domain. Without it, a worker would read a long
     * queue for one domain over and over.
     */
    private static final Duration CROWDED_DOMAIN_REST = Duration.ofMillis(500);

    private final DeliveryPorts ports;
    private final SendGate gate;
    private final DeliverySettings settings;
    private final AttemptJournal journal;
    private final AbandonedMail abandonedMail;
    private final SendLimiter limiter;
    private final SendLimiter.WorkerSlot slot;
    private final DeliveryCounter counter;
    private final Clock clock;
    private final RandomGenerator random;

    private final List<QueuedMail> reserved = new ArrayList<>();
    private final Deque<ComposedMail> composed = new ArrayDeque<>();
    private final Deque<PermittedMail> permitted = new ArrayDeque<>();
    private final List<Attempts.AttemptResult> results = new ArrayList<>();
    private final List<Requeue> requeues = new ArrayList<>();
    private Instant restUntil = Instant.MIN;
    /** One until the worker knows how fast it sends: the permits of a batch must be used before they expire. */
    private int claimBatchSize = 1;

    private boolean stopping;

    private record ComposedMail(QueuedMail mail, EmailMessage message) {
        String domain() {
            String address = mail.address().value();
            return address.substring(address.lastIndexOf('@') + 1);
        }
    }

    private record PermittedMail(ComposedMail composed, SendPermit permit) {}

    /** The results of a step. */
    enum Step {
        /** There may be more to do now. */
        WORKED,
        /** There is nothing to do before {@link DeliveryWorker#idleUntil}. */
        IDLE,
        /** The worker was stopped and has no mail any more. */
        DONE
    }

    private Instant idleUntil = Instant.MIN;

    DeliveryWorker(
            DeliveryPorts ports,
            AttemptJournal journal,
            AbandonedMail abandonedMail,
            SendGate gate,
            DeliverySettings settings,
            SendLimiter limiter,
            DeliveryCounter counter,
            Clock clock,
            RandomGenerator random) {
        this.ports = ports;
        this.gate = gate;
        this.settings = settings;
        this.journal = journal;
        this.abandonedMail = abandonedMail;
        this.limiter = limiter;
        this.slot = limiter.newSlot();
        this.counter = counter;
        this.clock = clock;
        this.random = random;
    }

    /** Returns when to advance again after {@link Step#IDLE}; {@link Instant#MAX} if no mail waits. */
    Instant idleUntil() {
        return idleUntil;
    }

    /** Returns whether the worker has mails that it has not sent, released or recorded yet. */
    boolean holdsMail() {
        return !(reserved.isEmpty()
                && composed.isEmpty()
                && permitted.isEmpty()
                && results.isEmpty()
                && requeues.isEmpty());
    }

    /**
     * Lets the worker send no more mails: the next steps record the outcomes of attempts and release all other mails.
     */
    void stop() {
        stopping = true;
    }

    /**
     * Makes the next step. Later stages of a mail have priority, so that a permit is used before it expires and an
     * outcome is recorded before more mail is reserved.
     *
     * @throws heed.model.store.StoreException if the store fails: the step may be repeated
     */
    Step advance() {
        Instant now = clock.instant();
        if (stopping) {
            abandon(now, "delivery was stopped");
        } else if (!permitted.isEmpty() && slot.isExpired()) {
            abandon(now, "the store did not answer in time");
        }
        if (!permitted.isEmpty()) {
            send(now);
        } else if (!results.isEmpty()) {
            ports.attempts().record(results, now).forEach(counter::countOutcome);
            journal.remove(results.stream().map(Attempts.AttemptResult::attempt).toList());
            results.clear();
        } else if (!requeues.isEmpty()) {
            ports.outbox().release(requeues, now);
            requeues.clear();
        } else if (stopping) {
            return Step.DONE;
        } else if (!composed.isEmpty()) {
            return claim(now);
        } else if (!reserved.isEmpty()) {
            compose();
        } else if (limiter.shouldSweep(now, SWEEP_INTERVAL)) {
            abandonedMail.settle(now);
        } else {
            return reserve(now);
        }
        return Step.WORKED;
    }

    /** Prepares the release of all mails, also of those with an unused permit. */
    private void abandon(Instant now, String reason) {
        for (PermittedMail mail : permitted) {
            results.add(new Attempts.AttemptResult(mail.permit.attempt(), AttemptOutcome.requeued(now, reason)));
        }
        permitted.clear();
        slot.release();
        requeueAll(now, reason);
    }

    private void requeueAll(Instant now, String reason) {
        composed.forEach(ready -> reserved.add(ready.mail));
        composed.clear();
        reserved.forEach(mail -> requeues.add(Requeue.until(mail, now, reason)));
        reserved.clear();
    }

    private Step reserve(Instant now) {
        Instant opensAt = slot.opensAt(now);
        if (opensAt.isAfter(now) || restUntil.isAfter(now)) {
            return idleUntilInstant(opensAt.isAfter(restUntil) ? opensAt : restUntil);
        }
        reserved.addAll(ports.outbox().reserve(reserveBatchSize(), now, journal.sender()));
        return reserved.isEmpty() ? idleUntilInstant(ports.outbox().nextDue().orElse(Instant.MAX)) : Step.WORKED;
    }

    /** Returns how many mails the worker can send soon, so that it keeps none from the others meanwhile. */
    private int reserveBatchSize() {
        int affordable = claimBatchSize == 1 ? 1 : claimBatchSize * RESERVED_CLAIM_BATCHES;
        return Math.min(affordable, slot.mailsWithin(PACED_RESERVE_TIME));
    }

    private Step idleUntilInstant(Instant until) {
        idleUntil = until;
        return Step.IDLE;
    }

    private void compose() {
        List<MessageComposer.Composition> compositions = ports.composer().compose(List.copyOf(reserved));
        if (compositions.size() != reserved.size()) {
            throw new IllegalStateException(compositions.size() + " compositions for " + reserved.size() + " mails");
        }
        for (int i = 0; i < reserved.size(); i++) {
            QueuedMail mail = reserved.get(i);
            compositions
                    .get(i)
                    .either(
                            message -> composed.add(new ComposedMail(mail, message)),
                            reason -> requeues.add(Requeue.failed(mail, reason)));
        }
        reserved.clear();
    }

    private Step claim(Instant now) {
        if (slot.isClosed()) {
            requeueAll(now, "other deliveries use the whole limit of the account");
            return Step.WORKED;
        }
        List<ComposedMail> batch = new ArrayList<>();
        Instant opensAt = slot.opensAt(now);
        while (!composed.isEmpty() && batch.size() < claimBatchSize && !opensAt.isAfter(now)) {
            ComposedMail ready = composed.remove();
            Optional<Instant> retryAt = slot.tryAcquire(ready.domain(), now);
            opensAt = slot.opensAt(now);
            if (retryAt.isEmpty()) {
                batch.add(ready);
            } else if (opensAt.isAfter(now)) {
                composed.addFirst(ready); // the limit of the account is reached, and the mail keeps its place
            } else {
                requeues.add(Requeue.until(ready.mail, retryAt.get(), "the limit of its domain is reached"));
            }
        }
        if (batch.isEmpty()) {
            if (requeues.isEmpty()) {
                return idleUntilInstant(opensAt);
            }
            restUntil = now.plus(CROWDED_DOMAIN_REST);
            return Step.WORKED;
        }
        List<SendDecision> decisions = claimPermits(batch);
        for (int i = 0; i < batch.size(); i++) {
            ComposedMail ready = batch.get(i);
            decisions
                    .get(i)
                    .either(
                            permit -> permitted.add(new PermittedMail(ready, permit)),
                            reason -> onRefused(ready, reason, now));
        }
        if (permitted.isEmpty()) {
            slot.release();
            claimBatchSize = Math.min(MAX_CLAIMS, claimBatchSize * 2); // refusals take no time
        }
        return Step.WORKED;
    }

    /** Claims a batch. If the store fails, the batch returns to the front of the queue, in order. */
    private List<SendDecision> claimPermits(List<ComposedMail> batch) {
        boolean decided = false;
        try {
            List<SendDecision> decisions =
                    gate.claim(batch.stream().map(ready -> ready.mail.toClaim()).toList());
            decided = true;
            return decisions;
        } finally {
            if (!decided) {
                slot.release();
                for (int i = batch.size() - 1; i >= 0; i--) {
                    composed.addFirst(batch.get(i));
                }
            }
        }
    }

    private boolean onRefused(ComposedMail mail, SkipReason reason, Instant now) {
        counter.countRefusal(reason);
        if (reason.code() == SkipReason.SkipCode.PAUSED) {
            // Released at once, so that the mail goes out as soon as its run is resumed, not when the reservation ends.
            requeues.add(Requeue.until(mail.mail, now, "its run is paused"));
        }
        return true;
    }

    private void send(Instant now) {
        PermittedMail next = permitted.remove();
        Optional<AttemptOutcome> outcome = transmit(next);
        Instant after = clock.instant();
        if (outcome.isPresent()) {
            journal.noteOutcome(next.permit.attempt(), outcome.get());
            results.add(new Attempts.AttemptResult(next.permit.attempt(), outcome.get()));
        }
        if (permitted.isEmpty()) {
            slot.release();
        }
        // The batch shrinks at once when sending is slow, and grows by one when it is fast.
        long tookNanos = Math.max(1, Duration.between(now, after).toNanos());
        long affordable = Math.max(1, Math.min(MAX_CLAIMS, CLAIM_BATCH_TIME.toNanos() / tookNanos));
        claimBatchSize = (int) (affordable < claimBatchSize ? affordable : Math.min(affordable, claimBatchSize + 1L));
    }

    /** Makes the attempt and returns its outcome; none if the store has it already. */
    private Optional<AttemptOutcome> transmit(PermittedMail mail) {
        SendReceipt receipt;
        try {
            receipt = ports.transport().send(mail.permit, mail.composed.message);
        } catch (RuntimeException broken) {
            String reason = "the transport failed: " + broken.getClass().getSimpleName();
            if (!mail.permit.isCompleted()) {
                return Optional.of(AttemptOutcome.failed(Optional.empty(), reason));
            }
            receipt = new SendReceipt.InDoubt(reason);
        }
        return receipt.accept(new OutcomeDecider(mail.composed.mail, clock.instant()));
    }

    /** Decides the outcome of a receipt; none if the store has it already. */
    private final class OutcomeDecider implements SendReceipt.Visitor<Optional<AttemptOutcome>> {
        private final QueuedMail mail;
        private final Instant now;

        OutcomeDecider(QueuedMail mail, Instant now) {
            this.mail = mail;
            this.now = now;
        }

        private Optional<Instant> nextRetry() {
            return settings.retrySchedule().nextAttempt(mail.firstDeferredAt().orElse(now), now, random);
        }

        @Override
        public Optional<AttemptOutcome> accepted(SendReceipt.Accepted receipt) {
            limiter.relayReached();
            return Optional.of(AttemptOutcome.sent(receipt.reply()));
        }

        @Override
        public Optional<AttemptOutcome> rejected(SendReceipt.Rejected receipt) {
            limiter.relayReached();
            return Optional.of(AttemptOutcome.rejected(receipt.reply()));
        }

        @Override
        public Optional<AttemptOutcome> deferred(SendReceipt.Deferred receipt) {
            limiter.relayReached();
            return nextRetry()
                    .map(due -> AttemptOutcome.retry(due, receipt.reply()))
                    .or(() -> Optional.of(AttemptOutcome.expired(receipt.reply())));
        }

        @Override
        public Optional<AttemptOutcome> relayUnreachable(SendReceipt.RelayUnreachable receipt) {
            // The other mails of the batch wait too, since they would meet the same failure.
            AttemptOutcome requeued =
                    AttemptOutcome.requeued(limiter.relayUnreachable(now, receipt.reason()), receipt.reason());
            for (PermittedMail other : permitted) {
                results.add(new Attempts.AttemptResult(other.permit.attempt(), requeued));
            }
            permitted.clear();
            return Optional.of(requeued);
        }

        @Override
        public Optional<AttemptOutcome> inDoubt(SendReceipt.InDoubt receipt) {
            Optional<Instant> retry = settings.inDoubtPolicy() == InDoubtPolicy.REPEAT ? nextRetry() : Optional.empty();
            return retry.map(due -> AttemptOutcome.repeated(due, receipt.reason()))
                    .or(() -> Optional.of(AttemptOutcome.unknown(receipt.reason())));
        }

        @Override
        public Optional<AttemptOutcome> permitExpired(SendReceipt.PermitExpired receipt) {
            return Optional.of(AttemptOutcome.requeued(now, "the permit had expired"));
        }

        @Override
        public Optional<AttemptOutcome> withdrawn(SendReceipt.Withdrawn receipt) {
            counter.countRefusal(receipt.reason());
            return Optional.empty();
        }
    }
}
