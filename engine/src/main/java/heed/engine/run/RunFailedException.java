package heed.engine.run;

import heed.model.run.RunId;

/** A run stopped by an error. What it has committed stays; it can be resumed. */
public final class RunFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long run;

    public RunFailedException(String automation, RunId run, Throwable cause) {
        super("run " + run + " of " + automation + " stopped and can be resumed", cause);
        this.run = run.value();
    }

    public RunId run() {
        return new RunId(run);
    }
}
