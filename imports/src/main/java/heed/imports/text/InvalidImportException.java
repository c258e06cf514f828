package heed.imports.text;

/** Thrown if a file, or what is asked of it, cannot be imported. Nothing has been imported. */
public final class InvalidImportException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String code;

    /**
     * Creates an exception.
     *
     * @param code by which programs recognize the reason; it does not change between versions
     * @param message what is wrong, where, and what would be right
     */
    public InvalidImportException(String code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    /** Returns the code by which programs recognize the reason. */
    public String code() {
        return code;
    }

    public String message() {
        return String.valueOf(getMessage());
    }
}
