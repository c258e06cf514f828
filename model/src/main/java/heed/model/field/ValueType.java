package heed.model.field;

import java.util.Arrays;
import java.util.Optional;

/** The type of a field's values. {@link #id()} is its name in definitions, commands and files. */
public enum ValueType {
    TEXT("text"),
    NUMBER("number"),
    YES_NO("yes-no"),
    DATE("date"),
    DATE_TIME("date-time"),
    TAGS("tags"),
    COUNTRY("country");

    private final String id;

    ValueType(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }

    /** Finds the type with that id, ignoring case and surrounding white space; empty if there is none. */
    public static Optional<ValueType> find(String id) {
        return Arrays.stream(values())
                .filter(type -> type.id.equalsIgnoreCase(id.strip()))
                .findFirst();
    }
}
