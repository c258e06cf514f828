package heed.engine.internal.undo;

import heed.engine.internal.core.EngineSettings;
import heed.engine.run.ProgressListener;
import heed.engine.run.ProgressListener.Phase;
import heed.model.store.RetentionBatch;
import java.time.Instant;
import java.util.OptionalLong;

/** Drops what is kept no longer, a transaction for so many facts, so that nobody else waits long. */
public final class FactPruner {
    private static final int BATCH_SIZE = 50_000;

    private final EngineSettings settings;
    private final ProgressListener progress;

    public FactPruner(EngineSettings settings, ProgressListener progress) {
        this.settings = settings;
        this.progress = progress;
    }

    public long dropFacts(Instant before) {
        ProgressListener.ProgressState state =
                new ProgressListener.ProgressState(Phase.DROPPING, 0, 0, 0, OptionalLong.empty());
        RetentionBatch batch = new RetentionBatch(0, 0, true);
        while (batch.hasMore()) {
            progress.onProgress(state);
            long after = batch.lastSequence();
            batch = settings.store().write(work -> work.deleteFacts(before, after, BATCH_SIZE));
            state = state.plus(BATCH_SIZE, batch.deleted());
        }
        progress.onProgress(state);
        return state.affected();
    }
}
