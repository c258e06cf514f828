package heed.cli.internal.console;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ser.std.StdSerializer;

/** Writes {@link JsonRows} as an array. */
final class JsonRowsSerializer extends StdSerializer<JsonRows<?>> {
    JsonRowsSerializer() {
        super(JsonRows.class);
    }

    @Override
    public void serialize(JsonRows<?> rows, JsonGenerator json, SerializationContext context) {
        json.writeStartArray();
        rows.forEach(row -> context.writeValue(json, row));
        json.writeEndArray();
    }
}
