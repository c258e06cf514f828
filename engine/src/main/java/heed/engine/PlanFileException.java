package heed.engine;

import java.nio.file.Path;

/** A file that is no plan, or no longer the plan that was written: nothing of it is applied. */
public final class PlanFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PlanFileException(Path file, long line, String what) {
        super(file.getFileName() + ":" + line + ": " + what);
    }

    PlanFileException(Path file, String what, Throwable cause) {
        super(file.getFileName() + ": " + what, cause);
    }
}
