package heed.engine.internal.preview;

import heed.engine.definition.Automation;
import heed.engine.internal.core.EngineSettings;
import heed.engine.internal.evaluation.ActionPlanner;
import heed.engine.internal.evaluation.AutomationMatcher;
import heed.engine.internal.evaluation.PlannedStep;
import heed.engine.internal.mail.MailPreviewBuilder;
import heed.engine.preview.RunPreview;
import heed.engine.run.ProgressListener;
import heed.engine.run.ProgressListener.Phase;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectId;
import heed.model.run.EvaluationTime;
import heed.model.store.Prefilter;
import heed.model.store.StoreReading;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Reads whom an automation selects and what it would do, from one snapshot of the store, and changes nothing. */
public final class SelectionPreview {
    private final EngineSettings settings;
    private final ProgressListener progress;

    public SelectionPreview(EngineSettings settings, ProgressListener progress) {
        this.settings = settings;
        this.progress = progress;
    }

    /** How many are affected, and of how many in all. */
    public record SelectionCount(long total, long affected) {}

    public SelectionCount count(Automation automation, EvaluationTime evaluationTime) {
        return settings.store().read(reading -> select(reading, automation, evaluationTime, selected -> {}));
    }

    /** @param consumer is told what is to be done to each batch of selected prospects, ordered as {@link ActionPlanner} does */
    public RunPreview preview(
            Automation automation, EvaluationTime evaluationTime, int samples, Consumer<List<PlannedStep>> consumer) {
        ActionPlanner actionPlanner =
                new ActionPlanner(automation, settings.store().fields(), evaluationTime);
        return settings.store().read(reading -> {
            PreviewBuilder previewBuilder = new PreviewBuilder(
                    automation,
                    step -> MailPreviewBuilder.of(settings, reading, automation, step, evaluationTime),
                    samples);
            SelectionCount count = select(reading, automation, evaluationTime, selected -> {
                List<PlannedStep> plannedSteps = actionPlanner.planSteps(reading, selected);
                previewBuilder.add(reading, plannedSteps);
                consumer.accept(plannedSteps);
            });
            return new RunPreview(
                    evaluationTime,
                    count.affected,
                    count.total - count.affected,
                    settings.prefilter(automation.criteria(), evaluationTime).description(),
                    previewBuilder.actions(),
                    previewBuilder.samples());
        });
    }

    private SelectionCount select(
            StoreReading reading,
            Automation automation,
            EvaluationTime evaluationTime,
            Consumer<List<Prospect>> consumer) {
        Prefilter prefilter = settings.prefilter(automation.criteria(), evaluationTime);
        OptionalLong total = OptionalLong.of(reading.countProspects(prefilter, ProspectId.START));
        ProgressListener.ProgressState state = new ProgressListener.ProgressState(Phase.SELECTING, 0, 0, 0, total);
        try (AutomationMatcher matcher = new AutomationMatcher(automation, evaluationTime)) {
            ProspectId last = ProspectId.START;
            List<Prospect> page;
            do {
                progress.onProgress(state);
                page = reading.listProspects(prefilter, last, settings.batchSize());
                List<Prospect> selected = matcher.select(page);
                consumer.accept(selected);
                last = page.isEmpty() ? last : page.get(page.size() - 1).key();
                state = state.plus(page.size(), selected.size());
            } while (page.size() == settings.batchSize());
        }
        progress.onProgress(state);
        return new SelectionCount(reading.countProspects(), state.affected());
    }
}
