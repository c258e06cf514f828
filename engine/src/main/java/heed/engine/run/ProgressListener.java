package heed.engine.run;

import java.util.OptionalLong;

/** Is told how far long work has come, before the first batch and after each, in the thread that does it. What it throws stops the work. */
@FunctionalInterface
public interface ProgressListener {
    ProgressListener NONE = step -> {};

    void onProgress(ProgressState state);

    /** What is being done. */
    enum Phase {
        /** Prospects are read and decided, and nothing is changed. */
        SELECTING,
        RUNNING,
        UNDOING,
        /** Facts are dropped that are kept no longer. */
        DROPPING
    }

    /**
     * How far it has come.
     *
     * @param batches done since it was started or resumed
     * @param read prospects that were considered
     * @param affected of them, those who were selected or, while undoing, put back
     * @param total how many are to be considered; empty if that is not known
     */
    record ProgressState(Phase phase, long batches, long read, long affected, OptionalLong total) {
        public ProgressState plus(long moreRead, long moreAffected) {
            return new ProgressState(phase, batches + 1, read + moreRead, affected + moreAffected, total);
        }
    }
}
