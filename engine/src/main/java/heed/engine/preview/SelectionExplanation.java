package heed.engine.preview;

import heed.filters.reading.ExplanationOf;
import java.util.List;
import java.util.Optional;

/**
 * Why an automation selects a prospect or not, and what it would do.
 *
 * @param matched whether it selects the prospect, as a run would decide now
 * @param criteria the criteria one by one, with what the prospect has
 * @param actions what each action would do to a selected prospect, in order; none if it is not selected
 */
public record SelectionExplanation(
        boolean matched, ExplanationOf.ExplanationNode criteria, List<PlannedAction> actions) {

    /**
     * What one action would do.
     *
     * @param action its id
     * @param mail the message that it would send
     * @param failure why it cannot be done
     */
    public record PlannedAction(
            String action,
            List<RunPreview.PreviewedChange> changes,
            Optional<RunPreview.PlannedMail> mail,
            Optional<String> failure) {}
}
