package heed.model.field;

import java.util.Arrays;
import java.util.Optional;

/** What kind of value a field holds; {@link #id()} is the word for it in definitions, commands and files. */
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

    /** The type with that id, in any case; empty if there is none. */
    public static Optional<ValueType> find(String id) {
        return Arrays.stream(values())
                .filter(type -> type.id.equalsIgnoreCase(id.strip()))
                .findFirst();
    }
}
