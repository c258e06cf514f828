package heed.model;

import java.util.Map;
import java.util.Optional;

/**
 * A prospect to import.
 *
 * @param line where it stands in its file, from 1
 * @param values what the row says; empty clears the field. Fields that it does not name are left alone.
 */
public record ImportRow(long line, Map<Field, Optional<Value>> values) {
    public ImportRow {
        values = Map.copyOf(values);
    }

    /** What the row says of a field; empty if nothing, or that it is empty. */
    public Optional<Value> value(Field field) {
        return values.getOrDefault(field, Optional.empty());
    }
}
