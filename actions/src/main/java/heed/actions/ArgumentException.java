package heed.actions;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Arguments that their action type refuses. */
public class ArgumentException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<Wrong> wrong;

    /**
     * What is wrong with one argument.
     *
     * @param parameter the name of the wrong one
     * @param code a stable word for what is wrong, in kebab case
     * @param message one sentence for the author, with what would be right
     * @param index where in the argument's text; empty if all of it is meant
     */
    public record Wrong(String parameter, String code, String message, OptionalInt index) {
        public Wrong(String parameter, String code, String message) {
            this(parameter, code, message, OptionalInt.empty());
        }
    }

    public ArgumentException(String parameter, String code, String message) {
        this(List.of(new Wrong(parameter, code, message)));
    }

    /** @param wrong everything that is, at least one */
    public ArgumentException(List<Wrong> wrong) {
        super(wrong.stream().map(Wrong::message).collect(Collectors.joining("; ")));
        this.wrong = List.copyOf(wrong);
    }

    public List<Wrong> wrong() {
        return wrong;
    }
}
