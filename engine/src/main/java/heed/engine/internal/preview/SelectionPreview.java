package heed.engine.internal.preview;

import heed.engine.definition.Automation;
import heed.engine.internal.core.ProspectAccess;
import heed.engine.internal.core.UnknownCountryCounter;
import heed.engine.internal.evaluation.ActionPlanner;
import heed.engine.internal.evaluation.PlannedStep;
import heed.engine.internal.mail.MailPreviewFactory;
import heed.engine.internal.preview.SelectionScanner.SelectionCount;
import heed.engine.preview.RunPreview;
import heed.engine.run.ProgressListener;
import heed.model.run.EvaluationTime;
import java.util.List;
import java.util.function.Consumer;

/** Previews a run: whom an automation selects and what its actions would do. Changes nothing. */
public final class SelectionPreview {
    private final ProspectAccess access;
    private final MailPreviewFactory mailPreviews;
    private final SelectionScanner scanner;

    public SelectionPreview(ProspectAccess access, MailPreviewFactory mailPreviews, ProgressListener progress) {
        this.access = access;
        this.mailPreviews = mailPreviews;
        this.scanner = new SelectionScanner(access, progress);
    }

    /**
     * Previews the automation from one snapshot of the store.
     *
     * @param samples how many affected prospects the preview lists at most
     * @param consumer receives the planned steps of each page, ordered as by {@link ActionPlanner#planSteps}
     */
    public RunPreview preview(
            Automation automation, EvaluationTime evaluationTime, int samples, Consumer<List<PlannedStep>> consumer) {
        ActionPlanner actionPlanner =
                new ActionPlanner(automation, access.store().fields(), evaluationTime);
        return access.store().read(reading -> {
            PreviewBuilder previewBuilder = new PreviewBuilder(
                    automation, step -> mailPreviews.create(reading, automation, step, evaluationTime), samples);
            SelectionCount count = scanner.scan(reading, automation, evaluationTime, selected -> {
                List<PlannedStep> plannedSteps = actionPlanner.planSteps(reading, selected);
                previewBuilder.add(reading, plannedSteps);
                consumer.accept(plannedSteps);
            });
            return new RunPreview(
                    evaluationTime,
                    count.affected(),
                    count.total() - count.affected(),
                    access.prefilter(automation.criteria(), evaluationTime).description(),
                    previewBuilder.actions(),
                    previewBuilder.samples(),
                    UnknownCountryCounter.count(reading, automation.criteria()),
                    new UnmatchedCriteria(access, evaluationTime)
                            .find(reading, automation.criteria(), count.affected() > 0));
        });
    }
}
