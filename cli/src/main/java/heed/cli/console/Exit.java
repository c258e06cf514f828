package heed.cli.console;

/** The exit codes. */
public enum Exit {
    DONE(0),
    FAILED(1),
    INVALID(2),
    REFUSED(3);

    private final int code;

    Exit(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
