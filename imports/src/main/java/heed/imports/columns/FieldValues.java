package heed.imports.columns;

import heed.model.field.Field;
import heed.model.field.Value;
import heed.model.prospect.ValueReader;
import java.time.ZoneId;
import java.util.Optional;

/** Reads field values from files and arguments, and formats stored values for people. */
public final class FieldValues {
    private FieldValues() {}

    /**
     * Parses a value of a field; returns empty if the text is blank.
     *
     * @param zone the time zone of a date-time that has none
     * @throws ValueReader.WrongValueException if the text is not a value of the field
     */
    public static Optional<Value> read(Field field, String text, ZoneId zone) {
        Optional<Value> value = ValueReader.read(field, text, zone);
        if (value.isPresent() && !isStorable(text)) {
            throw new ValueReader.WrongValueException(
                    text, "text that can be stored: it contains a NUL character or half of a surrogate pair");
        }
        return value;
    }

    /** Tests whether every store can store the text unchanged: it has neither U+0000 nor half of a surrogate pair. */
    public static boolean isStorable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || (Character.isSurrogate(c) && !Character.isSupplementaryCodePoint(text.codePointAt(i++)))) {
                return false;
            }
        }
        return true;
    }

    /** Returns a stored text of the field as people read it: Canada for CA. */
    public static String displayText(Field field, String text, ZoneId zone) {
        try {
            return ValueReader.read(field, text, zone).map(Value::display).orElse("");
        } catch (ValueReader.WrongValueException e) {
            return text; // a fact from before the field had its present rules
        }
    }
}
