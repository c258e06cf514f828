package heed.model.run;

import heed.model.prospect.ProspectId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The effects of a stored plan on one prospect.
 *
 * @param prospect the prospect
 * @param fingerprint a fingerprint of the values that the plan depends on, as they were when the plan was made
 * @param effects the effects in the order of the actions
 * @param failures the reason of failure by action, for actions that could not be planned
 */
public record PlannedEffects(
        ProspectId prospect, String fingerprint, List<PlannedEffect> effects, Map<String, String> failures) {
    public PlannedEffects {
        effects = List.copyOf(effects);
        failures = Collections.unmodifiableMap(new TreeMap<>(failures));
    }

    /** Creates planned effects without failures. */
    public PlannedEffects(ProspectId prospect, String fingerprint, List<PlannedEffect> effects) {
        this(prospect, fingerprint, effects, Map.of());
    }

    /** The effect of one action. */
    public record PlannedEffect(String action, Effect effect) {}
}
