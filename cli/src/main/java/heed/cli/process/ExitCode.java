package heed.cli.process;

/** The exit codes of {@code heed}. */
public enum ExitCode {
    /** The command was carried out. */
    DONE(0),
    /** The command failed. */
    FAILED(1),
    /** The arguments, the input or a definition are invalid. */
    INVALID(2),
    /** A guard refuses the command. */
    REFUSED(3);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
