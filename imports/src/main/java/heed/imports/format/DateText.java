package heed.imports.format;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;

/**
 * The text of a date, with or without time and zone, before a {@link DateFormat} decides the order of its numbers.
 *
 * @param form what the numbers leave open
 * @param first the first number; the year of a date that leaves nothing open
 * @param second the second number; the month of a date that leaves nothing open, or that names the month
 * @param third the third number; the day of a date that leaves nothing open
 * @param separator the character between the numbers
 * @param time the time of day; empty if the text is only a date
 * @param zone the zone or offset that the text names
 */
record DateText(
        Form form, int first, int second, int third, char separator, Optional<LocalTime> time, Optional<ZoneId> zone) {

    /** What the numbers of a date leave open. */
    enum Form {
        NOTHING_OPEN,
        /** The order of the first two numbers. The third is a year of four digits. */
        DAY_OR_MONTH_FIRST,
        /** The order of the three numbers, and the century. */
        SHORT_YEAR,
        /** The century, and whether the day or the year comes first. The month is a name. */
        SHORT_YEAR_WITH_NAMED_MONTH
    }

    /** Returns the parts of a text; empty if no format reads it as a date. */
    static Optional<DateText> parse(String text) {
        return DateParser.parse(text);
    }

    DateText at(Optional<LocalTime> timeOfDay, Optional<ZoneId> zoneOfTime) {
        return new DateText(form, first, second, third, separator, timeOfDay, zoneOfTime);
    }

    /** Tests whether the year has two digits. */
    boolean hasShortYear() {
        return form == Form.SHORT_YEAR || form == Form.SHORT_YEAR_WITH_NAMED_MONTH;
    }

    /** Returns the date in a format; empty if the text has none in that format. */
    Optional<LocalDate> date(DateFormat format) {
        if (hasShortYear() && !format.shortYears()) {
            return Optional.empty();
        }
        return switch (form) {
            case NOTHING_OPEN -> of(first, second, third);
            case DAY_OR_MONTH_FIRST ->
                switch (format.order()) {
                    case DAY_FIRST -> of(third, second, first);
                    case MONTH_FIRST -> of(third, first, second);
                    case YEAR_FIRST -> Optional.empty();
                };
            case SHORT_YEAR ->
                switch (format.order()) {
                    case DAY_FIRST -> of(DateFormat.fullYear(third), second, first);
                    case MONTH_FIRST -> of(DateFormat.fullYear(third), first, second);
                    case YEAR_FIRST -> of(DateFormat.fullYear(first), second, third);
                };
            case SHORT_YEAR_WITH_NAMED_MONTH ->
                format.order() == DateOrder.YEAR_FIRST
                        ? of(DateFormat.fullYear(first), second, third)
                        : of(DateFormat.fullYear(third), second, first);
        };
    }

    private static Optional<LocalDate> of(int year, int month, int day) {
        if (year < 1 || month < 1 || month > 12 || day < 1 || day > 31) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.of(year, month, day));
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
    }
}
