package heed.engine.run;

import java.util.OptionalLong;

/**
 * Receives the progress of long work, before the first batch and after each batch, in the thread that does the work. An
 * exception that it throws stops the work.
 */
@FunctionalInterface
public interface ProgressListener {
    /** Ignores the progress. */
    ProgressListener NONE = step -> {};

    /** Called with the progress so far. */
    void onProgress(ProgressState state);

    /** The kind of work. */
    enum Phase {
        /** Evaluates prospects and changes nothing. */
        SELECTING,
        /** Executes a run. */
        RUNNING,
        /** Undoes a run, or previews its undo. */
        UNDOING,
        /** Deletes old facts. */
        DELETING
    }

    /**
     * The progress of one piece of work.
     *
     * @param phase the kind of work
     * @param batches how many batches are done since the work was started or resumed
     * @param read how many prospects were read; how many facts at most while {@link Phase#DELETING}
     * @param affected how many prospects were selected; how many values were restored while {@link Phase#UNDOING}, and
     *     how many facts were deleted while {@link Phase#DELETING}
     * @param total how many prospects there are to read; empty if unknown
     */
    record ProgressState(Phase phase, long batches, long read, long affected, OptionalLong total) {
        /** Returns the progress after one more batch. */
        public ProgressState plus(long moreRead, long moreAffected) {
            return new ProgressState(phase, batches + 1, read + moreRead, affected + moreAffected, total);
        }
    }
}
