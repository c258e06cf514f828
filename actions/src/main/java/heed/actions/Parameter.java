package heed.actions;

import java.util.List;

/**
 * A parameter of an action type: one JSON property of the action in a definition.
 *
 * @param name the name of the property, in camel case
 * @param type the type of its values
 * @param required whether an author must set it
 * @param description one sentence for the author
 */
public record Parameter(String name, Type type, boolean required, String description) {
    /** Returns the name of the property with the file of a {@link Type#LONG_TEXT}: {@code htmlFile} of {@code html}. */
    public String fileName() {
        return fileName(name);
    }

    /** Returns the name of the property with the file of the parameter of this name. */
    public static String fileName(String name) {
        return name + "File";
    }

    /** Returns the names of the properties by which an author sets it: one, or two of which an action has one. */
    public List<String> propertyNames() {
        return type == Type.LONG_TEXT ? List.of(name, fileName()) : List.of(name);
    }

    /** The type of a parameter's values. */
    public enum Type {
        /** A field that an action can set, given by label or API name. */
        FIELD,
        /** A value of the field that the action's {@link #FIELD} parameter names; null clears the field. */
        FIELD_VALUE,
        /** A JSON string. */
        TEXT,
        /**
         * A JSON string of at most 500,000 characters, which can also stand in a file of its own: then {@link #fileName} is the
         * property that names the file.
         */
        LONG_TEXT,
        /** A finite JSON number. */
        NUMBER,
        /** True or false, or the text "yes" or "no". */
        YES_NO
    }
}
