package heed.filters;

import heed.filters.json.ValueJson;
import heed.model.field.Value;
import java.io.StringWriter;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes a criterion in the JSON that {@link CriterionReader} reads. Equal criteria have the same JSON. */
public final class CriterionJson implements Criterion.Visitor<JsonGenerator> {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final Pattern REPLACEMENT_CHARACTER = Pattern.compile("\uFFFD");

    private final JsonGenerator json;

    private CriterionJson(JsonGenerator json) {
        this.json = json;
    }

    /** Returns the JSON of a criterion on one line. */
    public static String of(Criterion criterion) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            criterion.accept(new CriterionJson(json));
        }
        // JsonReader rejects a file with this character as damaged, so it is written as an escape.
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
        writeStart(comparison.field().label(), comparison.operator());
        return writeValues(comparison.values(), this::writeValue);
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

    /** Writes a country by its name, which authors use, and any other value as {@link ValueJson} does. */
    private void writeValue(Value value) {
        if (value instanceof Value.CountryName country) {
            json.writeString(country.display());
        } else {
            ValueJson.write(json, value);
        }
    }
}
