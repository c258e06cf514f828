package heed.imports.columns;

import heed.imports.format.ColumnFormat;
import heed.model.field.Field;
import heed.model.field.Value;
import heed.model.field.ValueType;
import heed.model.prospect.ProspectFlag;
import heed.model.prospect.ValueReader;
import java.time.ZoneId;
import java.util.Optional;

/** Reads field values from files and arguments, and formats stored values for people. */
public final class FieldValues {
    private FieldValues() {}

    /**
     * Parses a value of a field; returns empty if the text is blank. Yes and No may be written in the words of many
     * languages ({@link FlagWords}), and for Email Opt Out and Bounced also as a state: "unsubscribed".
     *
     * @param zone the time zone of a date-time that has none
     * @throws ValueReader.WrongValueException if the text is not a value of the field
     */
    public static Optional<Value> read(Field field, String text, ZoneId zone) {
        return read(field, text, zone, Optional.empty());
    }

    /**
     * Parses a cell of a column; returns empty if it is blank.
     *
     * @param zone the time zone of a date-time that has none
     * @param format the format of the column's dates, numbers or tags; empty for that of a single value, as it is typed
     * @throws ValueReader.WrongValueException if the text is not a value of the field in this format
     */
    public static Optional<Value> read(Field field, String text, ZoneId zone, Optional<ColumnFormat> format) {
        if (field.type() == ValueType.YES_NO) {
            Optional<Value> word = FlagWords.find(text).flatMap(found -> value(field, found));
            if (word.isPresent()) {
                return word;
            }
        }
        Optional<Value> value =
                format.isPresent() ? format.get().read(field, text, zone) : ValueReader.read(field, text, zone);
        if (value.isPresent() && !isStorable(text)) {
            throw new ValueReader.WrongValueException(
                    text, "text that can be stored: it contains a NUL character or half of a surrogate pair");
        }
        return value;
    }

    private static Optional<Value> value(Field field, FlagWord word) {
        return switch (word) {
            case YES -> Optional.of(Value.of(true));
            case NO -> Optional.of(Value.of(false));
            case OPTED_OUT -> yesOf(ProspectFlag.EMAIL_OPT_OUT, field);
            case BOUNCED -> yesOf(ProspectFlag.BOUNCED, field);
            case MAILABLE ->
                field.equals(ProspectFlag.EMAIL_OPT_OUT.field()) ? Optional.of(Value.of(false)) : Optional.empty();
            case ACTIVE, DOUBTFUL, EMPTY -> Optional.empty();
        };
    }

    private static Optional<Value> yesOf(ProspectFlag flag, Field field) {
        return field.equals(flag.field()) ? Optional.of(Value.of(true)) : Optional.empty();
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

    /** Returns a stored text of the field as people read it in the time zone: Canada for CA. */
    public static String displayText(Field field, String text, ZoneId zone) {
        try {
            return ValueReader.read(field, text, zone)
                    .map(value -> value.display(zone))
                    .orElse("");
        } catch (ValueReader.WrongValueException e) {
            return text; // a fact from before the field had its present rules
        }
    }
}
