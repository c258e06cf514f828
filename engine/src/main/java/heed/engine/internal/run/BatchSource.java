package heed.engine.internal.run;

import heed.model.prospect.ProspectId;
import heed.model.store.StoreReading;

/** The work of a run, one batch of prospects at a time. For one thread. */
interface BatchSource extends AutoCloseable {

    /** Gets ready for the next prospects after one, before the transaction in which they are acted on. */
    void prepare(ProspectId after);

    /** Adds what is to be done to those prospects, as they are now, to the application. */
    BatchResult next(StoreReading reading, ProspectId after, BatchApplier applier);

    @Override
    void close();

    /**
     * One batch.
     *
     * @param last the prospect that it ends with; where it began if it is empty
     * @param read how many prospects it considered
     * @param affected of them
     * @param hasMore whether others may follow
     */
    record BatchResult(ProspectId last, long read, long affected, boolean hasMore) {}
}
