package heed.engine.internal.run;

import heed.engine.definition.Automation;
import heed.engine.internal.core.EngineSettings;
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
 * Whoever the automation selects when their batch is read, in order of keys: what a batch changes lies behind the next. They
 * are found one batch ahead, and decided again by the transaction that acts on them.
 */
final class SelectedBatchSource implements BatchSource {
    private final ReadAheadSelector readAhead;
    private final AutomationMatcher matcher;
    private final ActionPlanner actionPlanner;
    private ReadAheadSelector.SelectedBatch selectedBatch =
            new ReadAheadSelector.SelectedBatch(List.of(), ProspectId.START, 0, true);

    SelectedBatchSource(EngineSettings settings, Automation automation, EvaluationTime evaluationTime) {
        this.actionPlanner = new ActionPlanner(automation, settings.store().fields(), evaluationTime);
        this.readAhead = new ReadAheadSelector(settings, automation, evaluationTime);
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

    /** Clearing Bounced of a prospect can clear it of others who have the address. */
    private static boolean affectsOthers(PlannedStep plannedStep) {
        return plannedStep.fieldChanges().map(FieldChange::field).anyMatch(ProspectFlag.BOUNCED.field()::equals);
    }

    @Override
    public void close() {
        readAhead.close();
        matcher.close();
    }
}
