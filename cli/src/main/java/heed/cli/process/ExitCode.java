package heed.cli.process;

/** The exit codes. */
public enum ExitCode {
    DONE(0),
    FAILED(1),
    INVALID(2),
    REFUSED(3);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
