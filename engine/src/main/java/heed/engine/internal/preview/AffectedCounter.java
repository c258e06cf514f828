package heed.engine.internal.preview;

import heed.engine.definition.Automation;
import heed.engine.internal.core.ProspectAccess;
import heed.engine.internal.core.UnknownCountryCounter;
import heed.engine.internal.evaluation.AutomationMatcher;
import heed.engine.preview.AffectedCount;
import heed.engine.run.ProgressListener;
import heed.engine.run.ProgressListener.Phase;
import heed.engine.run.ProgressListener.ProgressState;
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
 * Counts the prospects that an automation selects, without planning its actions. If the store can evaluate the criteria
 * exactly, the store counts, and the rules check its result on a sample. Otherwise the rules evaluate every candidate
 * that the prefilter passes; only the fields of the criteria are read.
 */
public final class AffectedCounter {
    /** How many prospects the check of the store's result samples at most. */
    private static final int SAMPLE_SIZE = 10_000;

    private final ProspectAccess access;
    private final ProgressListener progress;

    public AffectedCounter(ProspectAccess access, ProgressListener progress) {
        this.access = access;
        this.progress = progress;
    }

    /**
     * Counts in one snapshot of the store.
     *
     * @throws IllegalStateException if the store and the rules select different prospects from the sample
     */
    public AffectedCount count(Automation automation, EvaluationTime evaluationTime) {
        Prefilter prefilter = access.prefilter(automation.criteria(), evaluationTime);
        return access.store().read(reading -> {
            try (AutomationMatcher matcher = new AutomationMatcher(automation, evaluationTime)) {
                return prefilter.exact()
                        ? countByStore(reading, prefilter, matcher, automation, evaluationTime)
                        : countByRules(reading, prefilter, matcher, automation, evaluationTime);
            }
        });
    }

    private AffectedCount countByStore(
            StoreReading reading,
            Prefilter prefilter,
            AutomationMatcher matcher,
            Automation automation,
            EvaluationTime evaluationTime) {
        PrefilterCount count = reading.countByPrefilter(prefilter);
        List<Prospect> sample = reading.sampleProspects(Prefilter.EVERYONE, SAMPLE_SIZE);
        List<ProspectId> selectedByStore = keys(reading.sampleProspects(prefilter, SAMPLE_SIZE));
        List<ProspectId> selectedByRules = keys(matcher.select(sample));
        if (!selectedByStore.equals(selectedByRules)) {
            throw new IllegalStateException("the store and the rules differ on the prospects that " + automation.id()
                    + " selects: " + selectedByStore.size() + " and " + selectedByRules.size() + " of " + sample.size()
                    + " prospects");
        }
        return new AffectedCount(
                evaluationTime,
                count.passed(),
                count.total() - count.passed(),
                true,
                sample.size(),
                UnknownCountryCounter.count(reading, automation.criteria()),
                new UnmatchedCriteria(access, evaluationTime).find(reading, automation.criteria(), count.passed() > 0));
    }

    private static List<ProspectId> keys(List<Prospect> prospects) {
        return prospects.stream().map(Prospect::key).toList();
    }

    private AffectedCount countByRules(
            StoreReading reading,
            Prefilter prefilter,
            AutomationMatcher matcher,
            Automation automation,
            EvaluationTime evaluationTime) {
        Set<Field> fields = FieldsOf.criterion(automation.criteria());
        long total = reading.countProspects();
        ProgressState state = new ProgressState(Phase.SELECTING, 0, 0, 0, OptionalLong.of(total));
        ProspectId last = ProspectId.START;
        List<Prospect> page;
        do {
            progress.onProgress(state);
            page = reading.listProspects(prefilter, fields, last, access.batchSize());
            last = page.isEmpty() ? last : page.get(page.size() - 1).key();
            state = state.plus(page.size(), matcher.select(page).size());
        } while (page.size() == access.batchSize());
        progress.onProgress(state);
        return new AffectedCount(
                evaluationTime,
                state.affected(),
                total - state.affected(),
                false,
                state.read(),
                UnknownCountryCounter.count(reading, automation.criteria()),
                new UnmatchedCriteria(access, evaluationTime)
                        .find(reading, automation.criteria(), state.affected() > 0));
    }
}
