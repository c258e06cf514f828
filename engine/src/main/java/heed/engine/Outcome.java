package heed.engine;

import heed.engine.definition.ActionStep;
import heed.model.Effect.SetField;
import heed.model.Prospect;
import java.util.List;
import java.util.Optional;

/**
 * What one action does to one selected prospect.
 *
 * @param prospect as the automation found it
 * @param failure why it cannot be done; then there is no effect
 */
record Outcome(ActionStep step, Prospect prospect, List<SetField> effects, Optional<String> failure) {
    Outcome {
        effects = List.copyOf(effects);
    }

    boolean changes() {
        return effects.stream().anyMatch(effect -> !effect.changesNothing());
    }
}
