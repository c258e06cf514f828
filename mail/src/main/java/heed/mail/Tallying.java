package heed.mail;

import heed.model.suppression.SuppressionReason;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** Counts what a delivery does. Thread-safe. */
final class Tallying {
    private final Map<SendState, Long> outcomes = new EnumMap<>(SendState.class);
    private final Map<String, Long> refused = new HashMap<>();

    synchronized void outcome(SendState state) {
        outcomes.merge(state, 1L, Long::sum);
    }

    synchronized void refused(Refusal why) {
        String label = why.suppression()
                .map(SuppressionReason::label)
                .orElse(why.reason().label());
        refused.merge(label, 1L, Long::sum);
    }

    synchronized DeliveryTally now() {
        return new DeliveryTally(outcomes, refused);
    }
}
