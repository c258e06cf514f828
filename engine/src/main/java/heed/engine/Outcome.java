package heed.engine;

import heed.engine.definition.ActionStep;
import heed.model.Effect;
import heed.model.Effect.Send;
import heed.model.Effect.SetField;
import heed.model.Prospect;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What one action does to one selected prospect.
 *
 * @param prospect as the automation found it
 * @param present as the automation's earlier actions leave it
 * @param failure why it cannot be done; then there is no effect
 */
record Outcome(ActionStep step, Prospect prospect, Prospect present, List<Effect> effects, Optional<String> failure) {
    Outcome {
        effects = List.copyOf(effects);
    }

    Stream<SetField> sets() {
        return effects.stream().filter(SetField.class::isInstance).map(SetField.class::cast);
    }

    /** The message that is sent, if one is. */
    Optional<Send> send() {
        return effects.stream()
                .filter(Send.class::isInstance)
                .map(Send.class::cast)
                .findFirst();
    }

    boolean changes() {
        return sets().anyMatch(effect -> !effect.changesNothing());
    }
}
