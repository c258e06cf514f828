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
 * @param outcomes the number of attempts by the state that they led to, except those after which the mail was queued as
 *     before
 * @param refusals the number of mails that the gate refused for good, by the {@link SkipReason} in words without its time; in
 *     alphabetical order
 */
public record DeliveryTally(Map<SendState, Long> outcomes, Map<String, Long> refusals) {
    public DeliveryTally {
        Map<SendState, Long> byState = new EnumMap<>(SendState.class);
        byState.putAll(outcomes);
        outcomes = Collections.unmodifiableMap(byState);
        refusals = Collections.unmodifiableMap(new TreeMap<>(refusals));
    }

    /** Returns the number of mails that are settled: sent, refused or given up. */
    public long settled() {
        long settledByAttempts = outcomes.entrySet().stream()
                .filter(outcome -> outcome.getKey().settled())
                .mapToLong(Map.Entry::getValue)
                .sum();
        return settledByAttempts + refused();
    }

    /** Returns the number of mails that the gate refused for good. */
    public long refused() {
        return refusals.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Returns the number of mails that the relay accepted. */
    public long sent() {
        return outcomes.getOrDefault(SendState.SENT, 0L);
    }
}
