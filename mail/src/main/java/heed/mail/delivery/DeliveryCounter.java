package heed.mail.delivery;

import heed.mail.SendState;
import heed.mail.SkipReason;
import heed.model.suppression.SuppressionReason;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** Counts the outcomes of attempts and the refusals of the gate for one delivery. Thread-safe. */
final class DeliveryCounter {
    private final Map<SendState, Long> outcomes = new EnumMap<>(SendState.class);
    private final Map<String, Long> refusals = new HashMap<>();

    /** Counts an attempt by its outcome. One after which the mail is queued as before has none. */
    synchronized void countOutcome(SendState state) {
        if (state == SendState.QUEUED) {
            return;
        }
        outcomes.merge(state, 1L, Long::sum);
    }

    /** Counts a refusal. One that leaves the mail to another attempt, or to a run's resumption, does not count. */
    synchronized void countRefusal(SkipReason reason) {
        if (reason.code() == SkipReason.SkipCode.PAUSED || reason.code() == SkipReason.SkipCode.CLAIMED_ELSEWHERE) {
            return;
        }
        String label = reason.suppression()
                .map(SuppressionReason::label)
                .orElse(reason.code().label());
        refusals.merge(label, 1L, Long::sum);
    }

    synchronized DeliveryTally snapshot() {
        return new DeliveryTally(outcomes, refusals);
    }
}
