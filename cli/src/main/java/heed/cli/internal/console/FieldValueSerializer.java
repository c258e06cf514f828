package heed.cli.internal.console;

import heed.filters.json.ValueJson;
import heed.model.field.Value;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ser.std.StdSerializer;

/** Writes a field value as {@link ValueJson} does. */
final class FieldValueSerializer extends StdSerializer<Value> {
    FieldValueSerializer() {
        super(Value.class);
    }

    @Override
    public void serialize(Value value, JsonGenerator json, SerializationContext context) {
        JsonGenerator unused = ValueJson.write(json, value);
    }
}
