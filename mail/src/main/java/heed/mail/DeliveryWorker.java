package heed.mail;

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
 * One worker's share of a delivery, in steps: each {@link #advance} makes one call to one port. Threads only call it, and a
 * scheduler can interleave several without any. When a step throws, the worker stands where it stood, and the step may be
 * tried again. Not thread-safe.
 */
final class DeliveryWorker {
    private static final int BATCH = 200;
    private static final int MOST_CLAIMS = 32;
    /** For how long a batch is this worker's to claim, at most: as long others wait for what a dead worker held. */
    private static final Duration LONGEST_HOLD = Duration.ofMinutes(2);
    /** A chunk of claims should be sent in this time: half of what a permit is good for. */
    private static final Duration CHUNK = SendPermit.GOOD_FOR.dividedBy(2);

    private static final Duration REST = Duration.ofMillis(500);

    private final DeliveryPorts ports;
    private final SendGate gate;
    private final DeliverySettings settings;
    private final Duration sweepEvery;
    private final Traffic traffic;
    private final Traffic.Lane lane;
    private final Tallying tallying;
    private final Clock clock;
    private final RandomGenerator random;

    private final List<QueuedMail> taken = new ArrayList<>();
    private final Deque<Ready> written = new ArrayDeque<>();
    private final Deque<Going> going = new ArrayDeque<>();
    private final List<Attempts.Attempted> outcomes = new ArrayList<>();
    private final List<Release> releases = new ArrayList<>();
    private Instant heldUntil = Instant.MIN;
    private Instant restsUntil = Instant.MIN;
    private int chunk = MOST_CLAIMS / 4;
    private boolean stopping;

    private record Ready(QueuedMail mail, EmailMessage message) {
        String domain() {
            String address = mail.address().value();
            return address.substring(address.lastIndexOf('@') + 1);
        }
    }

    private record Going(Ready ready, SendPermit permit) {}

    /** What a step came to. */
    enum Step {
        WORKED,
        /** Nothing to do before {@link DeliveryWorker#idleUntil}. */
        IDLE,
        /** Stopped, and nothing is left in hand. */
        DONE
    }

    private Instant idleUntil = Instant.MIN;

    DeliveryWorker(
            DeliveryPorts ports,
            SendGate gate,
            DeliverySettings settings,
            Traffic traffic,
            Tallying tallying,
            Clock clock,
            RandomGenerator random) {
        this.ports = ports;
        this.gate = gate;
        this.settings = settings;
        this.sweepEvery = settings.lease().dividedBy(4);
        this.traffic = traffic;
        this.lane = traffic.lane();
        this.tallying = tallying;
        this.clock = clock;
        this.random = random;
    }

    Instant idleUntil() {
        return idleUntil;
    }

    /** From now on only finishes: sends nothing more, keeps what came of attempts, and gives back the rest. */
    void stop() {
        stopping = true;
    }

    Step advance() {
        Instant now = clock.instant();
        if (stopping) {
            layDown(now, "delivery was stopped");
        } else if (!going.isEmpty() && lane.lapsed()) {
            layDown(now, "the store did not answer for too long");
        }
        if (!going.isEmpty()) {
            send(now);
        } else if (!outcomes.isEmpty()) {
            ports.attempts().record(outcomes, now).forEach(tallying::outcome);
            outcomes.clear();
        } else if (!releases.isEmpty()) {
            ports.outbox().release(releases, now);
            releases.clear();
        } else if (stopping) {
            return Step.DONE;
        } else if (!written.isEmpty()) {
            return claim(now);
        } else if (!taken.isEmpty()) {
            write();
        } else if (traffic.sweeps(now, sweepEvery)) {
            ports.attempts().endLeases(now, settings.inDoubt());
        } else {
            return take(now);
        }
        return Step.WORKED;
    }

    private void layDown(Instant now, String why) {
        for (Going one : going) {
            outcomes.add(new Attempts.Attempted(one.permit.attempt(), Outcome.putBack(now, why)));
        }
        going.clear();
        lane.leave();
        giveBack(now, why);
    }

    private void giveBack(Instant now, String why) {
        written.forEach(ready -> taken.add(ready.mail));
        written.clear();
        taken.forEach(mail -> releases.add(Release.until(mail, now, why)));
        taken.clear();
    }

    private Step take(Instant now) {
        Instant open = lane.open(now);
        if (open.isAfter(now) || restsUntil.isAfter(now)) {
            return idle(open.isAfter(restsUntil) ? open : restsUntil);
        }
        heldUntil = now.plus(settings.lease().compareTo(LONGEST_HOLD) < 0 ? settings.lease() : LONGEST_HOLD);
        taken.addAll(ports.outbox().take(BATCH, now, heldUntil));
        return taken.isEmpty() ? idle(ports.outbox().nextDue().orElse(Instant.MAX)) : Step.WORKED;
    }

    private Step idle(Instant until) {
        idleUntil = until;
        return Step.IDLE;
    }

    private void write() {
        List<Composer.Composition> compositions = ports.composer().compose(List.copyOf(taken));
        if (compositions.size() != taken.size()) {
            throw new IllegalStateException(compositions.size() + " compositions for " + taken.size() + " mails");
        }
        for (int i = 0; i < taken.size(); i++) {
            QueuedMail mail = taken.get(i);
            compositions
                    .get(i)
                    .either(
                            message -> written.add(new Ready(mail, message)),
                            why -> releases.add(Release.failed(mail, why)));
        }
        taken.clear();
    }

    private Step claim(Instant now) {
        if (!now.isBefore(heldUntil)) { // others may have taken them by now
            written.clear();
            return Step.WORKED;
        }
        if (lane.closed()) {
            giveBack(now, "others deliver as many mails as there may be");
            return Step.WORKED;
        }
        List<Ready> claimed = new ArrayList<>();
        Instant open = lane.open(now);
        while (!written.isEmpty() && claimed.size() < chunk && !open.isAfter(now)) {
            Ready ready = written.remove();
            Optional<Instant> later = lane.enter(ready.domain(), now);
            if (later.isEmpty()) {
                claimed.add(ready);
            } else {
                releases.add(Release.until(ready.mail, later.get(), "its domain has as many mails as it may have"));
            }
            open = lane.open(now);
        }
        if (claimed.isEmpty()) {
            if (releases.isEmpty()) {
                return idle(open);
            }
            restsUntil = now.plus(REST); // a long line for one domain is not worth looking at without a break
            return Step.WORKED;
        }
        List<SendDecision> decisions = decide(claimed);
        for (int i = 0; i < claimed.size(); i++) {
            Ready ready = claimed.get(i);
            decisions.get(i).either(permit -> going.add(new Going(ready, permit)), why -> refused(ready, why, now));
        }
        if (going.isEmpty()) {
            lane.leave();
        }
        return Step.WORKED;
    }

    private List<SendDecision> decide(List<Ready> claimed) {
        boolean decided = false;
        try {
            List<SendDecision> decisions =
                    gate.claim(claimed.stream().map(ready -> ready.mail.claim()).toList());
            decided = true;
            return decisions;
        } finally {
            if (!decided) {
                lane.leave();
                for (int i = claimed.size() - 1; i >= 0; i--) {
                    written.addFirst(claimed.get(i));
                }
            }
        }
    }

    private boolean refused(Ready ready, Refusal why, Instant now) {
        tallying.refused(why);
        if (why.reason() == Refusal.Reason.PAUSED) {
            // Whoever resumes the run need not wait until it is not held any more.
            releases.add(Release.until(ready.mail, now, "its run is paused"));
        }
        return true;
    }

    private void send(Instant now) {
        Going one = going.remove();
        SendReceipt receipt = transmit(one);
        Instant after = clock.instant();
        outcomes.add(new Attempts.Attempted(one.permit.attempt(), receipt.accept(new Deciding(one.ready.mail, after))));
        if (going.isEmpty()) {
            lane.leave();
        }
        long tookNanos = Math.max(1, Duration.between(now, after).toNanos());
        long fitting = Math.max(1, Math.min(MOST_CLAIMS, CHUNK.toNanos() / tookNanos));
        chunk = (int) (fitting < chunk ? fitting : Math.min(fitting, chunk + 1L));
    }

    private SendReceipt transmit(Going one) {
        try {
            return ports.transport().send(one.permit, one.ready.message);
        } catch (RuntimeException broken) {
            // Whatever it was, some of the mail may be on its way.
            return new SendReceipt.InDoubt(
                    "the transport failed: " + broken.getClass().getSimpleName());
        }
    }

    /** What is kept of a receipt. */
    private final class Deciding implements SendReceipt.Visitor<Outcome> {
        private final QueuedMail mail;
        private final Instant now;

        Deciding(QueuedMail mail, Instant now) {
            this.mail = mail;
            this.now = now;
        }

        private Optional<Instant> retry() {
            return settings.retries().next(mail.firstAnswered().orElse(now), now, random);
        }

        @Override
        public Outcome accepted(SendReceipt.Accepted accepted) {
            traffic.reached();
            return Outcome.sent(accepted.reply());
        }

        @Override
        public Outcome refusedForGood(SendReceipt.RefusedForGood refused) {
            traffic.reached();
            return Outcome.rejected(refused.reply());
        }

        @Override
        public Outcome refusedForNow(SendReceipt.RefusedForNow refused) {
            traffic.reached();
            return retry().map(due -> Outcome.retry(due, refused.reply()))
                    .orElseGet(() -> Outcome.expired(refused.reply()));
        }

        @Override
        public Outcome relayUnreachable(SendReceipt.RelayUnreachable unreachable) {
            Outcome putBack = Outcome.putBack(traffic.unreachable(now, unreachable.why()), unreachable.why());
            for (Going other : going) {
                outcomes.add(new Attempts.Attempted(other.permit.attempt(), putBack));
            }
            going.clear();
            return putBack;
        }

        @Override
        public Outcome inDoubt(SendReceipt.InDoubt inDoubt) {
            if (settings.inDoubt() == InDoubtPolicy.REPEAT) {
                return retry().map(due -> Outcome.putBack(due, inDoubt.why()))
                        .orElseGet(() -> Outcome.unknown(inDoubt.why()));
            }
            return Outcome.unknown(inDoubt.why());
        }

        @Override
        public Outcome permitExpired(SendReceipt.PermitExpired expired) {
            return Outcome.putBack(now, "the permit was too old");
        }
    }
}
