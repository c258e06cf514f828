package heed.actions;

import java.util.List;

/**
 * A type of action that definitions can use. Implementations are thread-safe. One that {@link ActionTypes#discover} is
 * to find has a public constructor without parameters and is listed in {@code
 * META-INF/services/heed.actions.ActionType}.
 */
public interface ActionType {
    /** Returns the identifier in definitions, in kebab case, such as {@code set-field}. */
    String id();

    /** Returns the name for people, such as Set Field. */
    String label();

    /**
     * Returns the parameters that an author can set, each a JSON property of the action. The reader of definitions
     * checks their presence and types.
     */
    List<Parameter> parameters();

    /**
     * Creates an action.
     *
     * @param arguments the values that the author set: at least the required parameters, each of its declared type
     * @throws InvalidArgumentsException if an argument is invalid for another reason than its type
     */
    Action create(Arguments arguments);
}
