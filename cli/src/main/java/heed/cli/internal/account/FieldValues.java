package heed.cli.internal.account;

import heed.model.field.Field;
import heed.model.field.Value;
import heed.model.prospect.ValueReader;
import java.time.ZoneId;
import java.util.Optional;

/** Values as files and people write them. */
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
}
