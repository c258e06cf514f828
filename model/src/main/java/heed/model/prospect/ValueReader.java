package heed.model.prospect;

import heed.model.field.Field;
import heed.model.field.StandardFields;
import heed.model.field.TextKey;
import heed.model.field.Value;
import heed.model.text.InvisibleCharacters;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the text of values in imports, edits and stored facts. */
public final class ValueReader {
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(\\d{1,400}(\\.\\d{0,400})?|\\.\\d{1,400})([eE][+-]?\\d{1,4})?");
    private static final Pattern LOCAL_DATE_TIME =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,9})?)?");

    private ValueReader() {}

    /**
     * Reads a value of the field from text.
     *
     * @param zone the account's zone, which applies to a date and time without an offset
     * @return the value; empty if the text is blank
     * @throws WrongValueException if the text is not a value of the field
     */
    public static Optional<Value> read(Field field, String text, ZoneId zone) {
        String clean = TextKey.clean(text);
        if (clean.isEmpty()) {
            return Optional.empty();
        }
        if (field.slot() == StandardFields.EMAIL.slot()) {
            return Optional.of(EmailAddress.canonicalize(clean)
                    .map(Value.Text::of)
                    .orElseThrow(() -> new WrongValueException(clean, "an email address such as ann@example.com")));
        }
        String visible = InvisibleCharacters.remove(clean);
        return Optional.of(
                switch (field.type()) {
                    case TEXT -> Value.Text.of(clean);
                    case NUMBER -> readNumber(visible);
                    case YES_NO -> readYesNo(visible);
                    case DATE -> readDate(visible);
                    case DATE_TIME -> readDateTime(visible, zone);
                    case TAGS -> readTags(clean);
                    case COUNTRY -> Value.CountryName.from(clean).orElseThrow();
                });
    }

    /**
     * Reads a decimal number with a point and without thousands separators.
     *
     * @throws WrongValueException if the text is not such a number, or is out of the range of {@link Value.Decimal}
     */
    public static Value.Decimal readNumber(String text) {
        if (!NUMBER.matcher(text).matches()) {
            throw new WrongValueException(text, "a number such as 1200.5");
        }
        return Value.Decimal.from(new BigDecimal(text))
                .orElseThrow(() -> new WrongValueException(
                        text, "a number of at most 15 significant digits, of a magnitude from 1e-90 to 1e90"));
    }

    /**
     * Reads yes or no, true or false, y or n, 1 or 0, ignoring case.
     *
     * @throws WrongValueException if the text is none of these
     */
    public static Value.YesNo readYesNo(String text) {
        return switch (TextKey.of(text)) {
            case "yes", "true", "y", "1" -> Value.YesNo.YES;
            case "no", "false", "n", "0" -> Value.YesNo.NO;
            default -> throw new WrongValueException(text, "Yes or No");
        };
    }

    /**
     * Reads a date in ISO 8601 format.
     *
     * @throws WrongValueException if the text is not a date of the years 1 to 9999
     */
    public static Value.Date readDate(String text) {
        try {
            return new Value.Date(LocalDate.parse(text));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new WrongValueException(text, "a date such as 2026-01-31");
        }
    }

    /**
     * Reads a date and time. Without an offset it is in the zone; a date alone means the start of that day in the zone.
     *
     * @throws WrongValueException if the text is not a date and time of the years 1 to 9999
     */
    public static Value.DateTime readDateTime(String text, ZoneId zone) {
        try {
            Instant instant;
            if (LOCAL_DATE_TIME.matcher(text).matches()) {
                instant =
                        LocalDateTime.parse(text.replace(' ', 'T')).atZone(zone).toInstant();
            } else if (text.length() == 10) {
                instant = LocalDate.parse(text).atStartOfDay(zone).toInstant();
            } else {
                instant = OffsetDateTime.parse(text.replace(' ', 'T')).toInstant();
            }
            return new Value.DateTime(instant);
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new WrongValueException(text, "a date and time such as 2026-01-31T09:30:00Z or 2026-01-31 09:30");
        }
    }

    /**
     * Reads tags separated by semicolons. A backslash makes the next character part of the tag.
     *
     * @throws WrongValueException if the text contains no tag
     */
    public static Value.Tags readTags(String text) {
        List<Value.Text> tags = new ArrayList<>();
        StringBuilder tag = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ';') {
                Value.Text.from(tag.toString()).ifPresent(tags::add);
                tag.setLength(0);
            } else if (c == '\\' && i + 1 < text.length()) {
                tag.append(text.charAt(++i));
            } else {
                tag.append(c);
            }
        }
        Value.Text.from(tag.toString()).ifPresent(tags::add);
        if (tags.isEmpty()) {
            throw new WrongValueException(text, "tags separated by semicolons");
        }
        return new Value.Tags(tags);
    }

    /** Thrown for a text that is not a value of its field. */
    public static final class WrongValueException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;
        private static final int MAX_SHOWN = 60;

        private final String expected;

        /** Creates the exception with the message "TEXT is not EXPECTED"; a long text is truncated. */
        public WrongValueException(String text, String expected) {
            super("\"" + (text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "…" : text) + "\" is not "
                    + expected);
            this.expected = expected;
        }

        /** Returns a description of a correct value as a noun phrase: "a date such as 2026-01-31". */
        public String expected() {
            return expected;
        }
    }
}
