package heed.actions;

import java.util.List;

/** A kind of action that an automation can name. Thread-safe, with a public constructor without parameters. */
public interface ActionType {
    /** The word for it in a definition, in kebab case: {@code set-field}. */
    String id();

    /** What people call it: Set Field. */
    String label();

    /** What an author says of it: they drive the reading, the JSON Schema, a builder's form and the reference page. */
    List<Parameter> parameters();

    /**
     * The action that an author asked for.
     *
     * @param arguments one for each required parameter at least, of the right types
     * @throws InvalidArgumentsException if an argument is wrong in a way that its type does not say
     */
    Action create(Arguments arguments);
}
