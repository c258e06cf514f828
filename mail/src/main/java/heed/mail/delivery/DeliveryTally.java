package heed.mail.delivery;

import heed.mail.SendState;
import heed.mail.SkipReason;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a delivery has done since it started.
 *
 * @param outcomes how many attempts led to which state
 * @param refusals how many claims the gate refused, by what {@link SkipReason} is in words without its instant
 */
public record DeliveryTally(Map<SendState, Long> outcomes, Map<String, Long> refusals) {
    public DeliveryTally {
        Map<SendState, Long> byState = new EnumMap<>(SendState.class);
        byState.putAll(outcomes);
        outcomes = Collections.unmodifiableMap(byState);
        refusals = Collections.unmodifiableMap(new TreeMap<>(refusals));
    }

    public long sent() {
        return outcomes.getOrDefault(SendState.SENT, 0L);
    }
}
