package heed.engine.run;

import java.nio.file.Path;

/** The file is not a plan, or differs from the plan that was written. Nothing of it was applied. */
public final class PlanFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param line the line with the problem, from 1 */
    public PlanFileException(Path file, long line, String problem) {
        super(file.getFileName() + ":" + line + ": " + problem);
    }

    /** For a problem of the file as a whole. */
    public PlanFileException(Path file, String problem, Throwable cause) {
        super(file.getFileName() + ": " + problem, cause);
    }
}
