package heed.filters;

import heed.model.field.Value;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes a criterion as {@link CriterionReader} reads it, always the same for the same criterion. */
public final class CriterionJson implements Criterion.Visitor<JsonGenerator> {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final Pattern REPLACEMENT_CHARACTER = Pattern.compile("\uFFFD");

    private final JsonGenerator json;

    private CriterionJson(JsonGenerator json) {
        this.json = json;
    }

    /** On one line. */
    public static String of(Criterion criterion) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            criterion.accept(new CriterionJson(json));
        }
        // A file that holds this character is taken for a damaged one.
        return REPLACEMENT_CHARACTER.matcher(text.toString()).replaceAll("\\\\ufffd");
    }

    @Override
    public JsonGenerator all(Criterion.All all) {
        return writeParts("all", all.parts());
    }

    @Override
    public JsonGenerator any(Criterion.Any any) {
        return writeParts("any", any.parts());
    }

    private JsonGenerator writeParts(String name, List<Criterion> parts) {
        json.writeStartObject().writeArrayPropertyStart(name);
        parts.forEach(part -> part.accept(this));
        return json.writeEndArray().writeEndObject();
    }

    @Override
    public JsonGenerator not(Criterion.Not not) {
        json.writeStartObject().writeName("not");
        not.part().accept(this);
        return json.writeEndObject();
    }

    @Override
    public JsonGenerator comparison(Criterion.Comparison comparison) {
        ValueWriter valueWriter = new ValueWriter(json);
        writeStart(comparison.field().label(), comparison.operator());
        return writeValues(comparison.values(), value -> value.accept(valueWriter));
    }

    @Override
    public JsonGenerator timeFrame(Criterion.InTimeFrame timeFrame) {
        writeStart(timeFrame.field().label(), timeFrame.operator());
        return writeValues(timeFrame.frames(), frame -> json.writeString(frame.toString()));
    }

    @Override
    public JsonGenerator presence(Criterion.Presence presence) {
        return writeStart(presence.field().label(), presence.operator()).writeEndObject();
    }

    private JsonGenerator writeStart(String field, Operator operator) {
        return json.writeStartObject()
                .writeStringProperty("field", field)
                .writeStringProperty("operator", operator.id());
    }

    private <T> JsonGenerator writeValues(List<T> values, Consumer<T> writer) {
        json.writeName("value");
        if (values.size() == 1) {
            writer.accept(values.get(0));
        } else {
            json.writeStartArray();
            values.forEach(writer);
            json.writeEndArray();
        }
        return json.writeEndObject();
    }

    /** A value as JSON. */
    private record ValueWriter(JsonGenerator json) implements Value.Visitor<JsonGenerator> {
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
            throw new IllegalArgumentException("no operator compares with a set of tags");
        }

        @Override
        public JsonGenerator country(Value.CountryName country) {
            return json.writeString(country.display());
        }
    }
}
