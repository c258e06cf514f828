package heed.engine;

import heed.engine.Preview.ActionPreview;
import heed.engine.Preview.Change;
import heed.engine.Preview.Sample;
import heed.engine.Progress.Phase;
import heed.engine.definition.ActionStep;
import heed.engine.definition.Automation;
import heed.model.Moment;
import heed.model.Narrowing;
import heed.model.Prospect;
import heed.model.ProspectId;
import heed.model.StoreReading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    Count count(Automation automation, Moment moment) {
        return settings.store().read(reading -> select(reading, automation, moment, selected -> {}));
    }

    /** @param batches is told what is to be done to each batch of selected prospects, ordered as {@link Steps} does */
    Preview preview(Automation automation, Moment moment, int samples, Consumer<List<Outcome>> batches) {
        Steps steps = new Steps(automation, settings.store().fields(), moment);
        Gathered gathered = new Gathered(automation, samples);
        Count count = settings.store()
                .read(reading -> select(reading, automation, moment, selected -> {
                    List<Outcome> outcomes = steps.outcomes(selected);
                    outcomes.forEach(gathered::add);
                    batches.accept(outcomes);
                }));
        return new Preview(
                moment,
                count.affected,
                count.total - count.affected,
                settings.narrowing(automation.who(), moment).description(),
                gathered.actions(),
                gathered.samples());
    }

    private Count select(StoreReading reading, Automation automation, Moment moment, Consumer<List<Prospect>> batches) {
        Narrowing narrowing = settings.narrowing(automation.who(), moment);
        OptionalLong total = OptionalLong.of(reading.countProspects(narrowing, ProspectId.START));
        Progress.Step step = new Progress.Step(Phase.SELECTING, 0, 0, 0, total);
        try (Decider decider = new Decider(automation, moment)) {
            ProspectId last = ProspectId.START;
            List<Prospect> page;
            do {
                progress.advanced(step);
                page = reading.prospects(narrowing, last, settings.batchSize());
                List<Prospect> selected = decider.selected(page);
                batches.accept(selected);
                last = page.isEmpty() ? last : page.get(page.size() - 1).key();
                step = step.plus(page.size(), selected.size());
            } while (page.size() == settings.batchSize());
        }
        progress.advanced(step);
        return new Count(reading.countProspects(), step.affected());
    }

    /** Counts and samples while outcomes pass by. */
    private static final class Gathered {
        private final Map<String, Counts> counts = new LinkedHashMap<>();
        private final Map<ProspectId, Sample> samples = new LinkedHashMap<>();
        private final int mostSamples;

        Gathered(Automation automation, int mostSamples) {
            this.mostSamples = mostSamples;
            automation.steps().forEach(step -> counts.put(step.id(), new Counts(step)));
        }

        void add(Outcome outcome) {
            counts.getOrDefault(outcome.step().id(), new Counts(outcome.step())).add(outcome);
            Prospect prospect = outcome.prospect();
            if (samples.size() < mostSamples && !samples.containsKey(prospect.key())) {
                samples.put(prospect.key(), new Sample(prospect.key(), prospect.id(), new ArrayList<>()));
            }
            Sample sample = samples.get(prospect.key());
            if (sample != null) {
                sample.changes().addAll(changes(outcome));
            }
        }

        List<ActionPreview> actions() {
            return counts.values().stream().map(Counts::preview).toList();
        }

        List<Sample> samples() {
            return samples.values().stream()
                    .map(sample -> new Sample(sample.prospect(), sample.id(), List.copyOf(sample.changes())))
                    .toList();
        }
    }

    static List<Change> changes(Outcome outcome) {
        return outcome.effects().stream()
                .map(effect -> new Change(outcome.step().id(), effect.field(), effect.from(), effect.to()))
                .toList();
    }

    private static final class Counts {
        private final ActionStep step;
        private long changed;
        private long unchanged;
        private long failed;
        private Optional<String> failure = Optional.empty();

        Counts(ActionStep step) {
            this.step = step;
        }

        void add(Outcome outcome) {
            if (outcome.failure().isPresent()) {
                failed++;
                failure = failure.or(outcome::failure);
            } else if (outcome.changes()) {
                changed++;
            } else {
                unchanged++;
            }
        }

        ActionPreview preview() {
            return new ActionPreview(step.id(), step.type().label(), changed, unchanged, failed, failure);
        }
    }
}
