package heed.engine.run;

import java.nio.file.Path;

/** A file that is no plan, or no longer the plan that was written: nothing of it is applied. */
public final class PlanFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PlanFileException(Path file, long line, String problem) {
        super(file.getFileName() + ":" + line + ": " + problem);
    }

    public PlanFileException(Path file, String problem, Throwable cause) {
        super(file.getFileName() + ": " + problem, cause);
    }
}
