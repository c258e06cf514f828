package heed.engine.internal.evaluation;

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
 * @param current as the automation's earlier actions leave it
 * @param failure why it cannot be done; then there is no effect
 */
public record PlannedStep(
        ActionStep step, Prospect prospect, Prospect current, List<Effect> effects, Optional<String> failure) {
    public PlannedStep {
        effects = List.copyOf(effects);
    }

    public Stream<FieldChange> fieldChanges() {
        return effects.stream().filter(FieldChange.class::isInstance).map(FieldChange.class::cast);
    }

    /** The message that is sent, if one is. */
    public Optional<EmailSend> emailSend() {
        return effects.stream()
                .filter(EmailSend.class::isInstance)
                .map(EmailSend.class::cast)
                .findFirst();
    }

    public boolean changesAnything() {
        return fieldChanges().anyMatch(effect -> !effect.isNoOp());
    }
}
