package heed.engine.run;

import heed.model.run.Run;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/** What happens to a run at the moment. */
public enum RunActivity {
    /** A process works on the run. */
    RUNNING,
    /** The run has not finished, and its process has ended or has lost its lease: the run can be resumed. */
    STOPPED,
    FINISHED,
    /** A process undoes the finished run. */
    UNDOING,
    /** The undo of the finished run has not ended, and its process has: the same undo continues it. */
    UNDO_STOPPED,
    UNDONE;

    /** Returns whether an undo of the run has begun and has not ended. */
    public boolean isUndo() {
        return this == UNDOING || this == UNDO_STOPPED;
    }

    /**
     * Returns the activity of a run. A finished run has given up its lease, so a lease of a finished run is that of an
     * undo.
     *
     * @param hasEnded tests by its name whether the process of a worker has ended
     */
    public static RunActivity of(Run run, Instant now, Predicate<String> hasEnded) {
        if (run.undoneAt().isPresent()) {
            return UNDONE;
        }
        Optional<Run.Lease> lease = run.lease();
        boolean worked = lease.filter(held -> held.isHeldAt(now) && !hasEnded.test(held.worker()))
                .isPresent();
        return switch (run.status()) {
            case RUNNING, FAILED -> worked ? RUNNING : STOPPED;
            case FINISHED -> lease.isEmpty() ? FINISHED : worked ? UNDOING : UNDO_STOPPED;
        };
    }
}
