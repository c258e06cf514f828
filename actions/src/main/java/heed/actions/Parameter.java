package heed.actions;

/**
 * A parameter of an action type: one JSON property of the action in a definition.
 *
 * @param name the name of the property, in camel case
 * @param type the type of its values
 * @param required whether an author must set it
 * @param description one sentence for the author
 */
public record Parameter(String name, Type type, boolean required, String description) {

    /** The type of a parameter's values. */
    public enum Type {
        /** A field that an action can set, given by label or API name. */
        FIELD,
        /** A value of the field that the action's {@link #FIELD} parameter names; null clears the field. */
        FIELD_VALUE,
        /** A JSON string. */
        TEXT,
        /** A finite JSON number. */
        NUMBER,
        /** True or false, or the text "yes" or "no". */
        YES_NO
    }
}
