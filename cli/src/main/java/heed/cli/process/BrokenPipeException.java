package heed.cli.process;

/** The reader of the result closed the pipe, as {@code head} does. This is not an error. */
public final class BrokenPipeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokenPipeException() {
        super("the reader closed the pipe", null, false, false);
    }
}
