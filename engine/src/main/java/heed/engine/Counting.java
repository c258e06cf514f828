package heed.engine;

import heed.engine.Progress.Phase;
import heed.engine.definition.Automation;
import heed.filters.reading.FieldsOf;
import heed.model.field.Field;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectId;
import heed.model.run.EvaluationTime;
import heed.model.store.Prefilter;
import heed.model.store.PrefilterCount;
import heed.model.store.StoreReading;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Counts whom an automation selects, without asking what it would do to them. Where the store reads the criteria exactly it
 * counts, and the rules decide a sample that must come out the same; otherwise they decide everyone who may match, of whom
 * no more is read than the criteria ask about.
 */
final class Counting {
    /** How many prospects the store's exact reading is checked by. */
    private static final int SAMPLE = 10_000;

    private final Settings settings;
    private final Progress progress;

    Counting(Settings settings, Progress progress) {
        this.settings = settings;
        this.progress = progress;
    }

    Reach reach(Automation automation) {
        EvaluationTime moment = settings.now();
        Prefilter narrowing = settings.narrowing(automation.who(), moment);
        return settings.store().read(reading -> {
            try (Decider decider = new Decider(automation, moment)) {
                return narrowing.exact()
                        ? counted(reading, narrowing, decider, automation, moment)
                        : decided(reading, narrowing, decider, automation, moment);
            }
        });
    }

    private static Reach counted(
            StoreReading reading, Prefilter narrowing, Decider decider, Automation automation, EvaluationTime moment) {
        PrefilterCount count = reading.countByPrefilter(narrowing);
        List<Prospect> sample = reading.sampleProspects(Prefilter.EVERYONE, SAMPLE);
        List<ProspectId> left = keys(reading.sampleProspects(narrowing, SAMPLE));
        List<ProspectId> selected = keys(decider.selected(sample));
        if (!left.equals(selected)) {
            throw new IllegalStateException("the store's reading and the rules differ on whom " + automation.id()
                    + " selects: " + left.size() + " and " + selected.size() + " of " + sample.size()
                    + " prospects");
        }
        return new Reach(moment, count.passed(), count.total() - count.passed(), true, sample.size());
    }

    private static List<ProspectId> keys(List<Prospect> prospects) {
        return prospects.stream().map(Prospect::key).toList();
    }

    private Reach decided(
            StoreReading reading, Prefilter narrowing, Decider decider, Automation automation, EvaluationTime moment) {
        Set<Field> fields = FieldsOf.criterion(automation.who());
        long total = reading.countProspects();
        Progress.Step step = new Progress.Step(Phase.SELECTING, 0, 0, 0, OptionalLong.of(total));
        ProspectId last = ProspectId.START;
        List<Prospect> page;
        do {
            progress.advanced(step);
            page = reading.listProspects(narrowing, fields, last, settings.batchSize());
            last = page.isEmpty() ? last : page.get(page.size() - 1).key();
            step = step.plus(page.size(), decider.selected(page).size());
        } while (page.size() == settings.batchSize());
        progress.advanced(step);
        return new Reach(moment, step.affected(), total - step.affected(), false, step.read());
    }
}
