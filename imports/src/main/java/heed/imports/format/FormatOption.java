package heed.imports.format;

import heed.model.field.ValueType;
import java.util.Optional;

/** An option that names the format of columns. */
public enum FormatOption {
    DATE_FORMAT("date-format"),
    DECIMAL("decimal"),
    TAG_SEPARATOR("tag-separator");

    private final String id;

    FormatOption(String id) {
        this.id = id;
    }

    /** Returns the name of the option without its hyphens. */
    public String id() {
        return id;
    }

    /** Returns the option as it is typed. */
    public String flag() {
        return "--" + id;
    }

    /** Returns the option for columns of a type; empty if a type has no formats that differ. */
    static Optional<FormatOption> of(ValueType type) {
        return switch (type) {
            case NUMBER -> Optional.of(DECIMAL);
            case DATE, DATE_TIME -> Optional.of(DATE_FORMAT);
            case TAGS -> Optional.of(TAG_SEPARATOR);
            case TEXT, YES_NO, COUNTRY -> Optional.empty();
        };
    }
}
