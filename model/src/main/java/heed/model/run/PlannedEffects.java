package heed.model.run;

import heed.model.prospect.ProspectId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a stored plan does to one prospect.
 *
 * @param fingerprint of the values that the plan rests on, as they were when it was made
 * @param failures by action, why it could not say what it does
 */
public record PlannedEffects(
        ProspectId prospect, String fingerprint, List<PlannedEffect> effects, Map<String, String> failures) {
    public PlannedEffects {
        effects = List.copyOf(effects);
        failures = Collections.unmodifiableMap(new TreeMap<>(failures));
    }

    /** Of actions that all said what they do. */
    public PlannedEffects(ProspectId prospect, String fingerprint, List<PlannedEffect> effects) {
        this(prospect, fingerprint, effects, Map.of());
    }

    /** One action's effect. */
    public record PlannedEffect(String action, Effect effect) {}
}
