package heed.mail.delivery;

import heed.mail.AttemptId;
import heed.mail.SenderId;
import heed.mail.gate.AttemptJournals;
import heed.mail.gate.AttemptOutcome;
import heed.mail.gate.Attempts;
import heed.mail.gate.InDoubtPolicy;
import heed.mail.limits.DeliveryInstances;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Settles the mails of senders that have ended without settling them. It compares no clocks of two machines:
 *
 * <ul>
 *   <li>A sender that has certainly ended, on this machine, has left a journal. It says which attempts the relay has
 *       accepted and which may have arrived; all other mails that the sender held wait again.
 *   <li>A sender that has no heartbeat loses the mails that it has reserved. Its attempts are in doubt once this object has
 *       seen them under way for the lease, because the sender may be stopped and not ended.
 *   <li>A sender with a heartbeat keeps its mails, however long it needs.
 * </ul>
 *
 * <p>Thread-safe.
 */
final class AbandonedMail {
    private static final String NO_OUTCOME = "its attempt ended without an outcome";
    private static final String NOT_BEGUN = "its sender ended before the message was complete";

    private final DeliveryPorts ports;
    private final SenderId self;
    private final DeliverySettings settings;
    private final LongSupplier nanoTime;
    private Map<AttemptId, Long> seenSince = new HashMap<>(); // in nanoTime

    /** @param nanoTime the elapsed time, as of {@link System#nanoTime} */
    AbandonedMail(DeliveryPorts ports, SenderId self, DeliverySettings settings, LongSupplier nanoTime) {
        this.ports = ports;
        this.self = self;
        this.settings = settings;
        this.nanoTime = nanoTime;
    }

    /**
     * Settles what can be settled now.
     *
     * @throws heed.model.store.StoreException if the store fails: the rest is settled at the next call
     */
    synchronized void settle(Instant now) {
        Set<SenderId> holders = new HashSet<>(ports.attempts().findHolders());
        holders.remove(self);
        Map<AttemptId, Long> seen = new HashMap<>();
        if (!holders.isEmpty()) {
            Set<SenderId> alive = ports.instances().list().stream()
                    .map(DeliveryInstances.DeliveryInstance::id)
                    .map(SenderId::ofInstance)
                    .collect(Collectors.toSet());
            for (SenderId holder : holders) {
                Optional<AttemptJournals.EndedJournal> journal =
                        ports.journals().findEnded(holder);
                if (journal.isPresent()) {
                    settleEnded(holder, journal.get(), now);
                } else if (!alive.contains(holder)) {
                    settleSilent(holder, seen, now);
                }
            }
        }
        seenSince = seen;
    }

    private void settleEnded(SenderId holder, AttemptJournals.EndedJournal journal, Instant now) {
        int unused = ports.attempts().releaseReserved(holder);
        record(
                ports.attempts().findUnderWay(holder).stream()
                        .map(attempt -> new Attempts.AttemptResult(attempt, outcome(journal.fateOf(attempt), now)))
                        .toList(),
                now);
        journal.delete();
    }

    private AttemptOutcome outcome(AttemptJournals.Fate fate, Instant now) {
        return switch (fate) {
            case NOT_SENT -> AttemptOutcome.requeued(now, NOT_BEGUN);
            case IN_DOUBT -> inDoubt(now);
            case ACCEPTED -> AttemptOutcome.acceptedUnrecorded();
        };
    }

    private void settleSilent(SenderId holder, Map<AttemptId, Long> seen, Instant now) {
        int unused = ports.attempts().releaseReserved(holder);
        long elapsed = nanoTime.getAsLong();
        List<Attempts.AttemptResult> inDoubt = new ArrayList<>();
        for (AttemptId attempt : ports.attempts().findUnderWay(holder)) {
            long since = seenSince.getOrDefault(attempt, elapsed);
            seen.put(attempt, since);
            if (elapsed - since >= settings.lease().toNanos()) {
                inDoubt.add(new Attempts.AttemptResult(attempt, inDoubt(now)));
            }
        }
        record(inDoubt, now);
    }

    private AttemptOutcome inDoubt(Instant now) {
        return settings.inDoubtPolicy() == InDoubtPolicy.REPEAT
                ? AttemptOutcome.repeated(now, NO_OUTCOME)
                : AttemptOutcome.unknown(NO_OUTCOME);
    }

    private void record(List<Attempts.AttemptResult> results, Instant now) {
        if (!results.isEmpty()) {
            ports.attempts().record(results, now);
        }
    }
}
