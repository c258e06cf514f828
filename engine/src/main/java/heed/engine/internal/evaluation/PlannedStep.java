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
 * @param prospect the prospect before the automation's first action
 * @param current the prospect after the automation's earlier actions
 * @param effects the effects of the action; empty if it failed
 * @param failure why the action failed; empty if it did not
 */
public record PlannedStep(
        ActionStep step, Prospect prospect, Prospect current, List<Effect> effects, Optional<String> failure) {
    public PlannedStep {
        effects = List.copyOf(effects);
    }

    /** Returns the field changes among the effects, in order. */
    public Stream<FieldChange> fieldChanges() {
        return effects.stream().filter(FieldChange.class::isInstance).map(FieldChange.class::cast);
    }

    /** Returns the message that the action sends; empty if it sends none. */
    public Optional<EmailSend> emailSend() {
        return effects.stream()
                .filter(EmailSend.class::isInstance)
                .map(EmailSend.class::cast)
                .findFirst();
    }

    /** Returns whether a field gets another value than it has. */
    public boolean changesAnything() {
        return fieldChanges().anyMatch(change -> !change.isNoOp());
    }
}
