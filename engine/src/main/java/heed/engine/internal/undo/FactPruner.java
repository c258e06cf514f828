package heed.engine.internal.undo;

import heed.engine.run.ProgressListener;
import heed.engine.run.ProgressListener.Phase;
import heed.engine.run.ProgressListener.ProgressState;
import heed.model.store.AccountStore;
import heed.model.store.RetentionBatch;
import java.time.Instant;
import java.util.OptionalLong;

/** Deletes old facts, in one transaction for each batch, so that other writers do not wait long. */
public final class FactPruner {
    /** The number of facts that one transaction examines. */
    private static final int BATCH_SIZE = 50_000;

    private final AccountStore store;
    private final ProgressListener progress;

    public FactPruner(AccountStore store, ProgressListener progress) {
        this.store = store;
        this.progress = progress;
    }

    /** Deletes the deletable facts before an instant, and returns how many it deleted. */
    public long deleteFacts(Instant before) {
        ProgressState state = new ProgressState(Phase.DELETING, 0, 0, 0, OptionalLong.empty());
        RetentionBatch batch = new RetentionBatch(0, 0, true);
        while (batch.hasMore()) {
            progress.onProgress(state);
            long after = batch.lastSequence();
            batch = store.write(work -> work.deleteFacts(before, after, BATCH_SIZE));
            state = state.plus(BATCH_SIZE, batch.deleted());
        }
        progress.onProgress(state);
        return state.affected();
    }
}
