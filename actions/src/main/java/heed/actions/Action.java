package heed.actions;

import heed.model.field.Field;
import heed.model.prospect.Prospect;
import heed.model.run.Effect;
import heed.model.run.EvaluationTime;
import java.util.List;
import java.util.Set;

/**
 * One action of an automation. It plans effects and applies none; the engine applies them. Implementations are
 * thread-safe.
 */
public interface Action {
    /**
     * Plans what this action does to a batch of prospects. The result depends only on the prospects' values and the
     * evaluation time, so that a preview, a plan and a run agree. If this method throws, the engine calls it again for
     * each prospect alone, and the action has failed for those prospects for which it throws again; the exception's
     * message is the reason.
     *
     * @param prospects the prospects after the automation's earlier actions
     * @param evaluationTime the evaluation time of the run
     * @return the effects on these prospects; none on a prospect to which the action does nothing. The {@code from} of
     *     a field change must be the prospect's current value.
     */
    List<Effect> plan(List<Prospect> prospects, EvaluationTime evaluationTime);

    /**
     * Returns the fields on which the plan depends. A stored plan is not applied to a prospect if one of these fields
     * has changed since the plan was made.
     */
    Set<Field> inputFields();

    /** Returns what the author may not have intended, one sentence each, for an action that works all the same. */
    default List<String> warnings() {
        return List.of();
    }
}
