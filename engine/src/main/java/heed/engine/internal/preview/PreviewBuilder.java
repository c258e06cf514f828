package heed.engine.internal.preview;

import heed.engine.definition.ActionStep;
import heed.engine.definition.Automation;
import heed.engine.internal.evaluation.ActionPlanner;
import heed.engine.internal.evaluation.PlannedStep;
import heed.engine.internal.mail.MailPreviewBuilder;
import heed.engine.preview.RunPreview.ActionPreview;
import heed.engine.preview.RunPreview.PlannedMail;
import heed.engine.preview.RunPreview.PreviewedChange;
import heed.engine.preview.RunPreview.ProspectSample;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectId;
import heed.model.store.StoreReading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Builds the counts and samples of a preview from planned steps, page by page. Not thread-safe. */
public final class PreviewBuilder {
    private final List<ActionPreviewBuilder> actionPreviews;
    private final Map<ProspectId, ProspectSample> samples = new LinkedHashMap<>();
    private final int maxSamples;

    /**
     * Creates an empty preview.
     *
     * @param mailPreviews returns the preview builder of a step's message; empty if the step sends none
     * @param maxSamples how many prospects are listed at most
     */
    PreviewBuilder(
            Automation automation, Function<ActionStep, Optional<MailPreviewBuilder>> mailPreviews, int maxSamples) {
        this.maxSamples = maxSamples;
        this.actionPreviews = automation.steps().stream()
                .map(step -> new ActionPreviewBuilder(step, mailPreviews.apply(step)))
                .toList();
    }

    /**
     * Adds the planned steps of one page of prospects.
     *
     * @param plannedSteps ordered as by {@link ActionPlanner#planSteps}
     */
    void add(StoreReading reading, List<PlannedStep> plannedSteps) {
        // The steps are ordered by action: a block of one step for each prospect, then the block of the next action.
        int prospects = plannedSteps.size() / actionPreviews.size();
        plannedSteps.subList(0, Math.min(prospects, maxSamples)).forEach(this::addSample);
        for (int i = 0; i < actionPreviews.size(); i++) {
            actionPreviews.get(i).add(reading, plannedSteps.subList(i * prospects, (i + 1) * prospects), samples);
        }
    }

    private void addSample(PlannedStep plannedStep) {
        Prospect prospect = plannedStep.prospect();
        if (samples.size() < maxSamples) {
            samples.put(
                    prospect.key(),
                    new ProspectSample(prospect.key(), prospect.id(), new ArrayList<>(), new ArrayList<>()));
        }
    }

    List<ActionPreview> actions() {
        return actionPreviews.stream().map(ActionPreviewBuilder::build).toList();
    }

    List<ProspectSample> samples() {
        return samples.values().stream()
                .map(sample -> new ProspectSample(
                        sample.prospect(), sample.id(), List.copyOf(sample.changes()), List.copyOf(sample.mails())))
                .toList();
    }

    /** Returns the field changes of a step as a preview shows them. */
    public static List<PreviewedChange> changes(PlannedStep plannedStep) {
        return plannedStep
                .fieldChanges()
                .map(change -> new PreviewedChange(plannedStep.step().id(), change.field(), change.from(), change.to()))
                .toList();
    }

    /** Builds the counts of one action. */
    private static final class ActionPreviewBuilder {
        private final ActionStep step;
        private final Optional<MailPreviewBuilder> mailPreview;
        private long changed;
        private long unchanged;
        private long failed;
        private Optional<String> failure = Optional.empty();

        ActionPreviewBuilder(ActionStep step, Optional<MailPreviewBuilder> mailPreview) {
            this.step = step;
            this.mailPreview = mailPreview;
        }

        void add(StoreReading reading, List<PlannedStep> plannedSteps, Map<ProspectId, ProspectSample> samples) {
            List<PlannedStep> sendingSteps = new ArrayList<>();
            for (PlannedStep plannedStep : plannedSteps) {
                if (plannedStep.emailSend().isPresent()) {
                    sendingSteps.add(plannedStep);
                } else if (plannedStep.failure().isPresent()) {
                    failed++;
                    failure = failure.or(plannedStep::failure);
                } else if (plannedStep.changesAnything()) {
                    changed++;
                } else {
                    unchanged++;
                }
                ProspectSample sample = samples.get(plannedStep.prospect().key());
                if (sample != null) {
                    sample.changes().addAll(changes(plannedStep));
                }
            }
            mailPreview.ifPresent(builder -> addMails(builder.add(reading, sendingSteps), sendingSteps, samples));
        }

        private void addMails(
                List<PlannedMail> plannedMails,
                List<PlannedStep> sendingSteps,
                Map<ProspectId, ProspectSample> samples) {
            for (int i = 0; i < plannedMails.size(); i++) {
                if (plannedMails.get(i).skipReason().isEmpty()) {
                    changed++;
                } else {
                    unchanged++;
                }
                ProspectSample sample =
                        samples.get(sendingSteps.get(i).prospect().key());
                if (sample != null) {
                    sample.mails().add(plannedMails.get(i));
                }
            }
        }

        ActionPreview build() {
            return new ActionPreview(
                    step.id(),
                    step.type().label(),
                    changed,
                    unchanged,
                    failed,
                    failure,
                    mailPreview.map(MailPreviewBuilder::build));
        }
    }
}
