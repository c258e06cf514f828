package heed.engine.internal.run;

import heed.engine.definition.Automation;
import heed.engine.internal.core.ProspectAccess;
import heed.engine.internal.evaluation.ActionPlanner;
import heed.engine.internal.evaluation.AutomationMatcher;
import heed.engine.internal.evaluation.PlannedStep;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectFlag;
import heed.model.prospect.ProspectId;
import heed.model.run.Effect.FieldChange;
import heed.model.run.EvaluationTime;
import heed.model.store.StoreReading;
import java.util.List;

/**
 * The prospects that the automation selects, by key. Candidates are selected one batch ahead; the transaction that acts
 * on them evaluates them again with their current values. A batch never selects a prospect of an earlier batch again,
 * because keys only increase.
 */
final class SelectedBatchSource implements BatchSource {
    private final ReadAheadSelector readAhead;
    private final AutomationMatcher matcher;
    private final ActionPlanner actionPlanner;
    private ReadAheadSelector.SelectedBatch selectedBatch =
            new ReadAheadSelector.SelectedBatch(List.of(), ProspectId.START, 0, true);

    SelectedBatchSource(ProspectAccess access, Automation automation, EvaluationTime evaluationTime) {
        this.actionPlanner = new ActionPlanner(automation, access.store().fields(), evaluationTime);
        this.readAhead = new ReadAheadSelector(access, automation, evaluationTime);
        this.matcher = new AutomationMatcher(automation, evaluationTime);
    }

    @Override
    public void prepare(ProspectId after) {
        selectedBatch = readAhead.next(after);
    }

    @Override
    public BatchResult next(StoreReading reading, ProspectId after, BatchApplier applier) {
        List<Prospect> selected = matcher.select(reading.listProspects(selectedBatch.selected()));
        applier.addSelected(selected.size());
        List<PlannedStep> plannedSteps = actionPlanner.planSteps(reading, selected);
        plannedSteps.forEach(applier::add);
        if (plannedSteps.stream().anyMatch(SelectedBatchSource::affectsOthers)) {
            readAhead.discard();
        }
        return new BatchResult(selectedBatch.last(), selectedBatch.read(), selected.size(), selectedBatch.hasMore());
    }

    /** Setting Bounced of one prospect can change it for other prospects with the same address, who may come later. */
    private static boolean affectsOthers(PlannedStep plannedStep) {
        return plannedStep.fieldChanges().map(FieldChange::field).anyMatch(ProspectFlag.BOUNCED.field()::equals);
    }

    @Override
    public void close() {
        readAhead.close();
        matcher.close();
    }
}
