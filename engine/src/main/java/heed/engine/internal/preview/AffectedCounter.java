package heed.engine.internal.preview;

import heed.engine.definition.Automation;
import heed.engine.internal.core.EngineSettings;
import heed.engine.internal.evaluation.AutomationMatcher;
import heed.engine.preview.AffectedCount;
import heed.engine.run.ProgressListener;
import heed.engine.run.ProgressListener.Phase;
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
public final class AffectedCounter {
    /** How many prospects the store's exact reading is checked by. */
    private static final int SAMPLE_SIZE = 10_000;

    private final EngineSettings settings;
    private final ProgressListener progress;

    public AffectedCounter(EngineSettings settings, ProgressListener progress) {
        this.settings = settings;
        this.progress = progress;
    }

    public AffectedCount count(Automation automation) {
        EvaluationTime evaluationTime = settings.evaluationTime();
        Prefilter prefilter = settings.prefilter(automation.criteria(), evaluationTime);
        return settings.store().read(reading -> {
            try (AutomationMatcher matcher = new AutomationMatcher(automation, evaluationTime)) {
                return prefilter.exact()
                        ? countByStore(reading, prefilter, matcher, automation, evaluationTime)
                        : countByMatcher(reading, prefilter, matcher, automation, evaluationTime);
            }
        });
    }

    private static AffectedCount countByStore(
            StoreReading reading,
            Prefilter prefilter,
            AutomationMatcher matcher,
            Automation automation,
            EvaluationTime evaluationTime) {
        PrefilterCount count = reading.countByPrefilter(prefilter);
        List<Prospect> sample = reading.sampleProspects(Prefilter.EVERYONE, SAMPLE_SIZE);
        List<ProspectId> keysByStore = keys(reading.sampleProspects(prefilter, SAMPLE_SIZE));
        List<ProspectId> keysByMatcher = keys(matcher.select(sample));
        if (!keysByStore.equals(keysByMatcher)) {
            throw new IllegalStateException("the store's reading and the rules differ on whom " + automation.id()
                    + " selects: " + keysByStore.size() + " and " + keysByMatcher.size() + " of " + sample.size()
                    + " prospects");
        }
        return new AffectedCount(evaluationTime, count.passed(), count.total() - count.passed(), true, sample.size());
    }

    private static List<ProspectId> keys(List<Prospect> prospects) {
        return prospects.stream().map(Prospect::key).toList();
    }

    private AffectedCount countByMatcher(
            StoreReading reading,
            Prefilter prefilter,
            AutomationMatcher matcher,
            Automation automation,
            EvaluationTime evaluationTime) {
        Set<Field> fields = FieldsOf.criterion(automation.criteria());
        long total = reading.countProspects();
        ProgressListener.ProgressState state =
                new ProgressListener.ProgressState(Phase.SELECTING, 0, 0, 0, OptionalLong.of(total));
        ProspectId last = ProspectId.START;
        List<Prospect> page;
        do {
            progress.onProgress(state);
            page = reading.listProspects(prefilter, fields, last, settings.batchSize());
            last = page.isEmpty() ? last : page.get(page.size() - 1).key();
            state = state.plus(page.size(), matcher.select(page).size());
        } while (page.size() == settings.batchSize());
        progress.onProgress(state);
        return new AffectedCount(evaluationTime, state.affected(), total - state.affected(), false, state.read());
    }
}
