package heed.actions;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Arguments that their action type refuses. */
public class InvalidArgumentsException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<ArgumentProblem> problems;

    /**
     * What is wrong with one argument.
     *
     * @param parameter the name of the wrong one
     * @param code a stable word for what is wrong, in kebab case
     * @param message one sentence for the author, with what would be right
     * @param index where in the argument's text; empty if all of it is meant
     */
    public record ArgumentProblem(String parameter, String code, String message, OptionalInt index) {
        public ArgumentProblem(String parameter, String code, String message) {
            this(parameter, code, message, OptionalInt.empty());
        }
    }

    public InvalidArgumentsException(String parameter, String code, String message) {
        this(List.of(new ArgumentProblem(parameter, code, message)));
    }

    /** @param problems everything that is, at least one */
    public InvalidArgumentsException(List<ArgumentProblem> problems) {
        super(problems.stream().map(ArgumentProblem::message).collect(Collectors.joining("; ")));
        this.problems = List.copyOf(problems);
    }

    public List<ArgumentProblem> problems() {
        return problems;
    }
}
