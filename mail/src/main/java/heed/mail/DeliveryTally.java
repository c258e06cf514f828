package heed.mail;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a delivery has done since it started.
 *
 * @param outcomes how many attempts led to which state
 * @param refused how many claims the gate refused, by what {@link Refusal} is in words without its instant
 */
public record DeliveryTally(Map<SendState, Long> outcomes, Map<String, Long> refused) {
    public DeliveryTally {
        Map<SendState, Long> byState = new EnumMap<>(SendState.class);
        byState.putAll(outcomes);
        outcomes = Collections.unmodifiableMap(byState);
        refused = Collections.unmodifiableMap(new TreeMap<>(refused));
    }

    public long sent() {
        return outcomes.getOrDefault(SendState.SENT, 0L);
    }
}
