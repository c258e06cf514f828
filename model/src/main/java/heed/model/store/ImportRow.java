package heed.model.store;

import heed.model.field.Field;
import heed.model.field.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One row of an import. Rows with the same fields should share one list of fields.
 *
 * @param line the row's line in its file, from 1
 * @param fields the fields that the row sets, without duplicates; other fields are not changed
 * @param values the value of each field; an empty value clears the field
 */
public record ImportRow(long line, List<Field> fields, List<Optional<Value>> values) {

    /**
     * Creates a row.
     *
     * @throws IllegalArgumentException if the number of values differs from the number of fields
     */
    public ImportRow {
        fields = List.copyOf(fields);
        values = List.copyOf(values);
        if (fields.size() != values.size()) {
            throw new IllegalArgumentException(values.size() + " values of " + fields.size() + " fields");
        }
    }

    /** Creates a row from a map of fields to values, in the map's order. */
    public ImportRow(long line, Map<Field, Optional<Value>> values) {
        this(line, List.copyOf(values.keySet()), List.copyOf(values.values()));
    }

    /** Returns whether the row sets a field. */
    public boolean hasField(Field field) {
        return fields.contains(field);
    }

    /** Returns the row's value for a field; empty if the row does not set the field or clears it. */
    public Optional<Value> value(Field field) {
        int index = fields.indexOf(field);
        return index < 0 ? Optional.empty() : values.get(index);
    }
}
