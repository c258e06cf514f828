package heed.cli.internal.account;

import heed.model.field.Field;
import heed.model.field.Value;
import heed.model.prospect.ValueReader;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** Values as files and people write them, and as JSON has them. */
public final class FieldValues {
    private FieldValues() {}

    /**
     * Empty if the text is blank.
     *
     * @throws ValueReader.WrongValueException if it is no value of the field
     */
    public static Optional<Value> read(Field field, String text, ZoneId zone) {
        Optional<Value> value = ValueReader.read(field, text, zone);
        if (value.isPresent() && !isStorable(text)) {
            throw new ValueReader.WrongValueException(
                    text, "text that can be kept: it has a NUL or half of a character");
        }
        return value;
    }

    /** Whether every store keeps the text as it is: not if it has U+0000 or half of a surrogate pair. */
    public static boolean isStorable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || (Character.isSurrogate(c) && !Character.isSupplementaryCodePoint(text.codePointAt(i++)))) {
                return false;
            }
        }
        return true;
    }

    /** A kept text of the field in words for people: Canada for CA. */
    public static String displayText(Field field, String text, ZoneId zone) {
        try {
            return ValueReader.read(field, text, zone).map(Value::display).orElse("");
        } catch (ValueReader.WrongValueException e) {
            return text; // of a fact that is older than what fields take today
        }
    }

    /** A number as a number, Yes or No as true or false, tags as a list, anything else as text; null where it is empty. */
    public static void writeJson(JsonGenerator json, Optional<Value> value) {
        if (value.isPresent()) {
            value.get().accept(new JsonVisitor(json));
        } else {
            json.writeNull();
        }
    }

    private record JsonVisitor(JsonGenerator json) implements Value.Visitor<JsonGenerator> {
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
