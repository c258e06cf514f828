package heed.engine;

import heed.engine.definition.ActionStep;
import heed.model.prospect.Prospect;
import heed.model.run.Effect;
import heed.model.run.Effect.EmailSend;
import heed.model.run.Effect.FieldChange;
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

    Stream<FieldChange> sets() {
        return effects.stream().filter(FieldChange.class::isInstance).map(FieldChange.class::cast);
    }

    /** The message that is sent, if one is. */
    Optional<EmailSend> send() {
        return effects.stream()
                .filter(EmailSend.class::isInstance)
                .map(EmailSend.class::cast)
                .findFirst();
    }

    boolean changes() {
        return sets().anyMatch(effect -> !effect.isNoOp());
    }
}
