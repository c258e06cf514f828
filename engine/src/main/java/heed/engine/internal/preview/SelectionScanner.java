package heed.engine.internal.preview;

import heed.engine.definition.Automation;
import heed.engine.internal.core.ProspectAccess;
import heed.engine.internal.evaluation.AutomationMatcher;
import heed.engine.run.ProgressListener;
import heed.engine.run.ProgressListener.Phase;
import heed.engine.run.ProgressListener.ProgressState;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectId;
import heed.model.run.EvaluationTime;
import heed.model.store.Prefilter;
import heed.model.store.StoreReading;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Finds all prospects that an automation selects, page by page, and changes nothing. */
public final class SelectionScanner {
    private final ProspectAccess access;
    private final ProgressListener progress;

    public SelectionScanner(ProspectAccess access, ProgressListener progress) {
        this.access = access;
        this.progress = progress;
    }

    /**
     * How many prospects an automation selects.
     *
     * @param total all prospects of the account
     * @param affected the selected ones
     */
    public record SelectionCount(long total, long affected) {}

    /** Passes the selected prospects of each page to the consumer, by key, and returns how many there are. */
    SelectionCount scan(
            StoreReading reading,
            Automation automation,
            EvaluationTime evaluationTime,
            Consumer<List<Prospect>> consumer) {
        Prefilter prefilter = access.prefilter(automation.criteria(), evaluationTime);
        OptionalLong total = OptionalLong.of(reading.countProspects(prefilter, ProspectId.START));
        ProgressState state = new ProgressState(Phase.SELECTING, 0, 0, 0, total);
        try (AutomationMatcher matcher = new AutomationMatcher(automation, evaluationTime)) {
            ProspectId last = ProspectId.START;
            List<Prospect> page;
            do {
                progress.onProgress(state);
                page = reading.listProspects(prefilter, last, access.batchSize());
                List<Prospect> selected = matcher.select(page);
                consumer.accept(selected);
                last = page.isEmpty() ? last : page.get(page.size() - 1).key();
                state = state.plus(page.size(), selected.size());
            } while (page.size() == access.batchSize());
        }
        progress.onProgress(state);
        return new SelectionCount(reading.countProspects(), state.affected());
    }
}
