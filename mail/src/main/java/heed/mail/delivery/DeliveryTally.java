package heed.mail.delivery;

import heed.mail.SendState;
import heed.mail.SkipReason;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The counts of a delivery since its start. Immutable.
 *
 * @param outcomes the number of attempts by the state that they led to
 * @param refusals the number of claims that the gate refused, by the {@link SkipReason} in words without its time; in
 *     alphabetical order
 */
public record DeliveryTally(Map<SendState, Long> outcomes, Map<String, Long> refusals) {
    public DeliveryTally {
        Map<SendState, Long> byState = new EnumMap<>(SendState.class);
        byState.putAll(outcomes);
        outcomes = Collections.unmodifiableMap(byState);
        refusals = Collections.unmodifiableMap(new TreeMap<>(refusals));
    }

    /** Returns the number of mails that the relay accepted. */
    public long sent() {
        return outcomes.getOrDefault(SendState.SENT, 0L);
    }
}
