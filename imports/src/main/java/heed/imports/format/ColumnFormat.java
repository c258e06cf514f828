package heed.imports.format;

import heed.model.field.Field;
import heed.model.field.TextKey;
import heed.model.field.Value;
import heed.model.field.ValueType;
import heed.model.prospect.ValueReader;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How the dates, numbers and tags of a column are read. Each part matters only to fields of its type. */
public record ColumnFormat(DateFormat dates, DecimalMark decimal, TagSeparator tags) {
    /** What Heed writes: ISO 8601 dates, decimal points, and semicolons between tags. */
    public static final ColumnFormat STANDARD =
            new ColumnFormat(DateFormat.DAY_FIRST, DecimalMark.POINT, TagSeparator.SEMICOLON);

    private static final Pattern READ_TWO_WAYS = Pattern.compile("-?[1-9]\\d{0,2}\\.\\d{3}");
    private static final Pattern SPECIAL_IN_TAG = Pattern.compile("[\\\\;,|]|^\"");

    ColumnFormat withDates(DateFormat format) {
        return new ColumnFormat(format, decimal, tags);
    }

    ColumnFormat withDecimal(DecimalMark mark) {
        return new ColumnFormat(dates, mark, tags);
    }

    ColumnFormat withTags(TagSeparator separator) {
        return new ColumnFormat(dates, decimal, separator);
    }

    /** Returns the part of the format that matters to fields of a type, as the option for it is typed. */
    public String text(ValueType type) {
        return switch (type) {
            case NUMBER -> String.valueOf(decimal.character());
            case DATE, DATE_TIME -> dates.pattern();
            case TAGS -> String.valueOf(tags.character());
            case TEXT, YES_NO, COUNTRY -> "";
        };
    }

    /**
     * Reads a cell.
     *
     * @param zone the account's zone, which applies to a date and time without a zone
     * @return the value; empty if the cell is blank
     * @throws ValueReader.WrongValueException if the cell is not a value of the field in this format
     */
    public Optional<Value> read(Field field, String cell, ZoneId zone) {
        String text = TextKey.clean(cell);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        return switch (field.type()) {
            case NUMBER -> Optional.of(readNumber(text));
            case DATE -> Optional.of(readDate(text, zone));
            case DATE_TIME -> Optional.of(readDateTime(text, zone));
            case TAGS -> Optional.of(readTags(text));
            case TEXT, YES_NO, COUNTRY -> ValueReader.read(field, text, zone);
        };
    }

    /**
     * Returns the cell that {@link #STANDARD} reads as the value and that no other format reads as another one: 1.234 is
     * written 1.2340, and a separator inside a tag has a backslash.
     */
    public static String write(Value value) {
        return switch (value.type()) {
            case NUMBER -> READ_TWO_WAYS.matcher(value.text()).matches() ? value.text() + "0" : value.text();
            case TAGS ->
                ((Value.Tags) value)
                        .tags().stream()
                                .map(tag -> SPECIAL_IN_TAG.matcher(tag.text()).replaceAll("\\\\$0"))
                                .collect(Collectors.joining("; "));
            case TEXT, YES_NO, DATE, DATE_TIME, COUNTRY -> value.text();
        };
    }

    private Value readNumber(String text) {
        Optional<String> plain = NumericText.parse(text).flatMap(number -> number.plain(decimal));
        if (plain.isPresent()) {
            return ValueReader.readNumber(plain.get());
        }
        throw new ValueReader.WrongValueException(
                text,
                NumericText.isPerCent(text)
                        ? "a number: per cent values are not read, because 12% can be kept as 12 or as 0.12"
                        : decimal == DecimalMark.COMMA ? "a number such as 1200,5" : "a number such as 1200.5");
    }

    private Value readDate(String text, ZoneId zone) {
        DateText parts = DateText.parse(text).orElseThrow(() -> wrongDate(text, "a date such as 2026-01-31"));
        LocalDate date = parts.date(dates).orElseThrow(() -> wrongDate(text, "a date such as 2026-01-31"));
        if (parts.zone().isPresent() && parts.time().isPresent()) {
            LocalDate here = date.atTime(parts.time().get())
                    .atZone(parts.zone().get())
                    .withZoneSameInstant(zone)
                    .toLocalDate();
            if (!here.equals(date)) {
                throw new ValueReader.WrongValueException(
                        text, "a date: in " + zone + " it is the time of another day, " + here);
            }
        }
        return dateValue(text, date);
    }

    private static Value dateValue(String text, LocalDate date) {
        try {
            return new Value.Date(date);
        } catch (IllegalArgumentException outOfRange) {
            throw new ValueReader.WrongValueException(text, "a date such as 2026-01-31");
        }
    }

    private Value readDateTime(String text, ZoneId zone) {
        String expected = "a date and time such as 2026-01-31T09:30:00Z or 2026-01-31 09:30";
        DateText parts = DateText.parse(text).orElseThrow(() -> wrongDate(text, expected));
        LocalDate date = parts.date(dates).orElseThrow(() -> wrongDate(text, expected));
        try {
            return new Value.DateTime(date.atTime(parts.time().orElse(LocalTime.MIDNIGHT))
                    .atZone(parts.zone().orElse(zone))
                    .toInstant());
        } catch (IllegalArgumentException outOfRange) {
            throw new ValueReader.WrongValueException(text, expected);
        }
    }

    /** Describes the failure; a text that another format reads is compared with this format. */
    private ValueReader.WrongValueException wrongDate(String text, String expected) {
        boolean otherFormat = DateText.parse(text).isPresent();
        return new ValueReader.WrongValueException(
                text, otherFormat ? "a date of the column's format " + dates.pattern() : expected);
    }

    private Value readTags(String text) {
        List<Value.Text> found = tags.split(text);
        if (found.isEmpty()) {
            throw new ValueReader.WrongValueException(text, "tags separated by " + tags.character());
        }
        return new Value.Tags(found);
    }
}
