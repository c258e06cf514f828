package heed.engine.preview;

import heed.filters.reading.ExplanationOf;
import java.util.List;
import java.util.Optional;

/**
 * Why an automation selects a prospect or not, and what its actions would do to the prospect.
 *
 * @param matched whether a run would select the prospect now
 * @param criteria the result of each criterion, with the prospect's values
 * @param actions what each action would do, in order; empty if the prospect is not selected
 */
public record SelectionExplanation(
        boolean matched, ExplanationOf.ExplanationNode criteria, List<PlannedAction> actions) {

    /**
     * What one action would do to the prospect.
     *
     * @param action the action's id
     * @param changes the fields that it would set
     * @param mail the message that it would send; empty if it sends none
     * @param failure why it would fail; empty if it would not
     */
    public record PlannedAction(
            String action,
            List<RunPreview.PreviewedChange> changes,
            Optional<RunPreview.PlannedMail> mail,
            Optional<String> failure) {}
}
