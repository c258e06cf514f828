package heed.store.internal.sql;

import heed.model.field.FieldCatalog;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.field.ValueType;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** Values stored as JSON: the custom fields of a prospect as an object whose names are slots, and lists that are bound. */
public final class StoredJson {
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxDocumentLength(-1)
                    .build())
            .build();

    private StoredJson() {}

    /** A JSON text for a column of JSON. */
    public record JsonText(String json) {}

    /**
     * Reads the custom fields into their slots.
     *
     * @param decodeText reverses the encoding of texts by {@link #write}
     */
    public static void read(
            String json, @Nullable Value[] values, FieldCatalog catalog, UnaryOperator<String> decodeText) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            parser.nextToken();
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                int slot = Integer.parseInt(name);
                values[slot] = readValue(parser, catalog.all().get(slot).type(), decodeText);
            }
        }
    }

    private static @Nullable Value readValue(JsonParser parser, ValueType type, UnaryOperator<String> decodeText) {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.START_ARRAY) {
            List<Value.Text> tags = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                tags.add(Value.Text.of(decodeText.apply(parser.getString())));
            }
            return new Value.Tags(tags);
        }
        return switch (token) {
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                type == ValueType.NUMBER
                        ? FieldColumns.toValue(type, parser.getDoubleValue())
                        : FieldColumns.toValue(type, parser.getLongValue());
            default -> FieldColumns.toValue(type, decodeText.apply(parser.getString()));
        };
    }

    /**
     * Returns the values in the slots after the standard fields; null if all of them are empty.
     *
     * @param encodeText returns the stored form of a text
     */
    public static @Nullable JsonText write(@Nullable Value[] values, UnaryOperator<String> encodeText) {
        StringWriter json = new StringWriter();
        boolean hasValue = false;
        try (JsonGenerator generator = JSON.createGenerator(ObjectWriteContext.empty(), json)) {
            generator.writeStartObject();
            for (int slot = StandardFields.ALL.size(); slot < values.length; slot++) {
                Value value = values[slot];
                if (value != null) {
                    hasValue = true;
                    generator.writeName(Integer.toString(slot));
                    write(generator, FieldColumns.toStored(value), encodeText);
                }
            }
            generator.writeEndObject();
        }
        return hasValue ? new JsonText(json.toString()) : null;
    }

    /** Returns texts or whole numbers as a JSON array. */
    public static String writeArray(Collection<?> values) {
        StringWriter json = new StringWriter();
        try (JsonGenerator generator = JSON.createGenerator(ObjectWriteContext.empty(), json)) {
            write(generator, values, UnaryOperator.identity());
        }
        return json.toString();
    }

    private static void write(JsonGenerator generator, Object stored, UnaryOperator<String> encodeText) {
        if (stored instanceof Collection<?> elements) {
            generator.writeStartArray();
            elements.forEach(element -> write(generator, element, encodeText));
            generator.writeEndArray();
        } else if (stored instanceof Double number) {
            generator.writeNumber(number);
        } else if (stored instanceof Long number) {
            generator.writeNumber(number);
        } else {
            generator.writeString(encodeText.apply((String) stored));
        }
    }
}
