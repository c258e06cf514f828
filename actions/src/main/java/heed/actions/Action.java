package heed.actions;

import heed.model.field.Field;
import heed.model.prospect.Prospect;
import heed.model.run.Effect;
import heed.model.run.EvaluationTime;
import java.util.List;
import java.util.Set;

/** One action of one automation: it says what it would do and does nothing. Thread-safe. */
public interface Action {
    /**
     * What it would do to these prospects: a pure function of their values and the moment, so that previewing, planning and
     * running it agree. A whole batch is given at once, because ten million prospects are not ten million calls.
     *
     * @param prospects as the automation's earlier actions leave them
     * @return effects on these prospects only; one that has nothing to do to a prospect leaves it out. Each {@code from} is
     *     what the prospect holds.
     */
    List<Effect> plan(List<Prospect> prospects, EvaluationTime evaluationTime);

    /** The fields that its plan rests on: a stored plan is void for a prospect of whom one of them has changed. */
    Set<Field> inputFields();

    /** What its author may not have meant, one sentence each; it works all the same. */
    default List<String> warnings() {
        return List.of();
    }
}
