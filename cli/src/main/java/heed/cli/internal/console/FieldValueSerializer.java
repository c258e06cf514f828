package heed.cli.internal.console;

import heed.model.field.Value;
import java.math.BigDecimal;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ser.std.StdSerializer;

/** Writes a field value: a number as a number, Yes or No as true or false, tags as an array, any other value as text. */
final class FieldValueSerializer extends StdSerializer<Value> {
    FieldValueSerializer() {
        super(Value.class);
    }

    @Override
    public void serialize(Value value, JsonGenerator json, SerializationContext context) {
        value.accept(new WritingVisitor(json));
    }

    private record WritingVisitor(JsonGenerator json) implements Value.Visitor<JsonGenerator> {
        @Override
        public JsonGenerator text(Value.Text text) {
            return json.writeString(text.text());
        }

        @Override
        public JsonGenerator decimal(Value.Decimal decimal) {
            return json.writeNumber(new BigDecimal(decimal.text()));
        }

        @Override
        public JsonGenerator yesNo(Value.YesNo yesNo) {
            return json.writeBoolean(yesNo.yes());
        }

        @Override
        public JsonGenerator date(Value.Date date) {
            return json.writeString(date.text());
        }

        @Override
        public JsonGenerator dateTime(Value.DateTime dateTime) {
            return json.writeString(dateTime.text());
        }

        @Override
        public JsonGenerator tags(Value.Tags tags) {
            json.writeStartArray();
            tags.tags().forEach(tag -> json.writeString(tag.text()));
            return json.writeEndArray();
        }

        @Override
        public JsonGenerator country(Value.CountryName country) {
            return json.writeString(country.text());
        }
    }
}
