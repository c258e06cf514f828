package heed.model.store;

import heed.model.field.Field;
import heed.model.field.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A prospect to import. Rows that name the same fields are best given one list of them.
 *
 * @param line where it stands in its file, from 1
 * @param fields that the row says something of, each once; those that it does not name are left alone
 * @param values what it says of each; empty clears the field
 */
public record ImportRow(long line, List<Field> fields, List<Optional<Value>> values) {

    /** @throws IllegalArgumentException if there is not one value for each field */
    public ImportRow {
        fields = List.copyOf(fields);
        values = List.copyOf(values);
        if (fields.size() != values.size()) {
            throw new IllegalArgumentException(values.size() + " values of " + fields.size() + " fields");
        }
    }

    public ImportRow(long line, Map<Field, Optional<Value>> values) {
        this(line, List.copyOf(values.keySet()), List.copyOf(values.values()));
    }

    /** Whether the row says something of a field. */
    public boolean hasField(Field field) {
        return fields.contains(field);
    }

    /** What the row says of a field; empty if nothing, or that it is empty. */
    public Optional<Value> value(Field field) {
        int index = fields.indexOf(field);
        return index < 0 ? Optional.empty() : values.get(index);
    }
}
