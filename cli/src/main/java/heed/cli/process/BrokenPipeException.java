package heed.cli.process;

/** Whoever read the result wants no more of it, as {@code head} does: nothing is wrong. */
public final class BrokenPipeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokenPipeException() {
        super("the reader went away", null, false, false);
    }
}
