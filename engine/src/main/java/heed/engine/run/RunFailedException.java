package heed.engine.run;

import heed.model.run.RunId;

/**
 * An error stopped a run; the cause is that error. The batches that the run has committed stay, and it can be resumed.
 */
public final class RunFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long run;

    public RunFailedException(String automation, RunId run, Throwable cause) {
        super("run " + run + " of " + automation + " stopped and can be resumed", cause);
        this.run = run.value();
    }

    /** Returns the run that stopped. */
    public RunId run() {
        return new RunId(run);
    }
}
