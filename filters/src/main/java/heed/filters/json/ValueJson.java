package heed.filters.json;

import heed.model.field.Value;
import java.math.BigDecimal;
import tools.jackson.core.JsonGenerator;

/**
 * Writes the value of a field as JSON: a number as a number, Yes and No as booleans, tags as an array of strings, and
 * any other value as its {@link Value#text()}.
 */
public final class ValueJson implements Value.Visitor<JsonGenerator> {
    private final JsonGenerator json;

    private ValueJson(JsonGenerator json) {
        this.json = json;
    }

    /** Writes a value and returns the generator. */
    public static JsonGenerator write(JsonGenerator json, Value value) {
        return value.accept(new ValueJson(json));
    }

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
