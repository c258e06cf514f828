package heed.cli.console;

/** Whoever read the result wants no more of it, as {@code head} does: nothing is wrong. */
final class ClosedPipe extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ClosedPipe() {
        super("the reader went away", null, false, false);
    }
}
