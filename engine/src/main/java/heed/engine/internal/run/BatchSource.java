package heed.engine.internal.run;

import heed.model.prospect.ProspectId;
import heed.model.store.StoreReading;

/** The source of a run's batches. Not thread-safe. */
interface BatchSource extends AutoCloseable {

    /** Prepares the batch after a prospect, before the transaction that applies it. */
    void prepare(ProspectId after);

    /**
     * Passes the steps of the batch after a prospect to the applier, planned from current values; called in its
     * transaction.
     */
    BatchResult next(StoreReading reading, ProspectId after, BatchApplier applier);

    @Override
    void close();

    /**
     * The extent of one batch.
     *
     * @param last the last prospect of the batch; the prospect before it if the batch is empty
     * @param read how many prospects were considered
     * @param affected how many of them were selected
     * @param hasMore whether prospects may follow
     */
    record BatchResult(ProspectId last, long read, long affected, boolean hasMore) {}
}
