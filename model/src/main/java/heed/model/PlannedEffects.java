package heed.model;

import java.util.List;

/**
 * What a stored plan does to one prospect.
 *
 * @param fingerprint of the values that the plan rests on, as they were when it was made
 */
public record PlannedEffects(ProspectId prospect, String fingerprint, List<PlannedEffect> effects) {
    public PlannedEffects {
        effects = List.copyOf(effects);
    }

    /** One action's effect. */
    public record PlannedEffect(String action, Effect effect) {}
}
