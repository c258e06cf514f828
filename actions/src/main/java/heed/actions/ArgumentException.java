package heed.actions;

/** An argument that its action type refuses. */
public class ArgumentException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String parameter;
    private final String code;

    /**
     * @param parameter the name of the wrong one
     * @param code a stable word for what is wrong, in kebab case
     * @param message one sentence for the author, with what would be right
     */
    public ArgumentException(String parameter, String code, String message) {
        super(message);
        this.parameter = parameter;
        this.code = code;
    }

    public String parameter() {
        return parameter;
    }

    public String code() {
        return code;
    }
}
