package heed.actions;

/**
 * What an author says of an action: one property of it in JSON.
 *
 * @param name the property, camel case
 * @param description one sentence, for the reference page and a builder's form
 */
public record Parameter(String name, Type type, boolean required, String description) {

    /** What the property holds. */
    public enum Type {
        /** A field that an action can set, by label or API name. */
        FIELD,
        /** A value of the field that the action's FIELD parameter names; null for empty. */
        FIELD_VALUE,
        TEXT,
        NUMBER,
        YES_NO
    }
}
