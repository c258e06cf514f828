package heed.actions;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** An action type refuses its arguments. */
public class InvalidArgumentsException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<ArgumentProblem> problems;

    /**
     * A problem of one argument.
     *
     * @param parameter the name of the parameter
     * @param code a stable identifier of the kind of problem, in kebab case
     * @param message one sentence for the author: what is wrong, and what would be valid
     * @param index the position of the problem in a text argument, from 0; empty if the problem concerns the whole
     *     argument
     */
    public record ArgumentProblem(String parameter, String code, String message, OptionalInt index) {
        /** A problem of the whole argument. */
        public ArgumentProblem(String parameter, String code, String message) {
            this(parameter, code, message, OptionalInt.empty());
        }
    }

    /** An exception with one problem of a whole argument. */
    public InvalidArgumentsException(String parameter, String code, String message) {
        this(List.of(new ArgumentProblem(parameter, code, message)));
    }

    /** @param problems every problem of the arguments; at least one */
    public InvalidArgumentsException(List<ArgumentProblem> problems) {
        super(problems.stream().map(ArgumentProblem::message).collect(Collectors.joining("; ")));
        this.problems = List.copyOf(problems);
    }

    /** Returns the problems. They are lost if this exception is serialized. */
    public List<ArgumentProblem> problems() {
        return problems;
    }
}
