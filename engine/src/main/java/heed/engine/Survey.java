package heed.engine;

import heed.engine.Progress.Phase;
import heed.engine.definition.Automation;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectId;
import heed.model.run.EvaluationTime;
import heed.model.store.Prefilter;
import heed.model.store.StoreReading;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Reads whom an automation selects and what it would do, from one snapshot of the store, and changes nothing. */
final class Survey {
    private final Settings settings;
    private final Progress progress;

    Survey(Settings settings, Progress progress) {
        this.settings = settings;
        this.progress = progress;
    }

    /** How many are affected, and of how many in all. */
    record Count(long total, long affected) {}

    Count count(Automation automation, EvaluationTime moment) {
        return settings.store().read(reading -> select(reading, automation, moment, selected -> {}));
    }

    /** @param batches is told what is to be done to each batch of selected prospects, ordered as {@link Steps} does */
    Preview preview(Automation automation, EvaluationTime moment, int samples, Consumer<List<Outcome>> batches) {
        Steps steps = new Steps(automation, settings.store().fields(), moment);
        return settings.store().read(reading -> {
            Gathering gathering = new Gathering(
                    automation, step -> MailSurvey.of(settings, reading, automation, step, moment), samples);
            Count count = select(reading, automation, moment, selected -> {
                List<Outcome> outcomes = steps.outcomes(reading, selected);
                gathering.add(reading, outcomes);
                batches.accept(outcomes);
            });
            return new Preview(
                    moment,
                    count.affected,
                    count.total - count.affected,
                    settings.narrowing(automation.who(), moment).description(),
                    gathering.actions(),
                    gathering.samples());
        });
    }

    private Count select(
            StoreReading reading, Automation automation, EvaluationTime moment, Consumer<List<Prospect>> batches) {
        Prefilter narrowing = settings.narrowing(automation.who(), moment);
        OptionalLong total = OptionalLong.of(reading.countProspects(narrowing, ProspectId.START));
        Progress.Step step = new Progress.Step(Phase.SELECTING, 0, 0, 0, total);
        try (Decider decider = new Decider(automation, moment)) {
            ProspectId last = ProspectId.START;
            List<Prospect> page;
            do {
                progress.advanced(step);
                page = reading.listProspects(narrowing, last, settings.batchSize());
                List<Prospect> selected = decider.selected(page);
                batches.accept(selected);
                last = page.isEmpty() ? last : page.get(page.size() - 1).key();
                step = step.plus(page.size(), selected.size());
            } while (page.size() == settings.batchSize());
        }
        progress.advanced(step);
        return new Count(reading.countProspects(), step.affected());
    }
}
