package heed.imports.format;

import heed.imports.text.SpreadsheetDate;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses a text as a date: three numbers, or two numbers and the name of a month, and perhaps a time and a zone. */
final class DateParser {
    private static final int MAX_LENGTH = 80;
    private static final String ORDINAL = "(?:st|nd|rd|th|er|[ºªeo])?";
    private static final String FILLER = "(?:(?:de|del|of|do|den) )?";
    private static final Pattern NUMBERS = Pattern.compile("(\\d{1,4})( ?[/.-] ?| )(\\d{1,2})\\2(\\d{1,4})(?!\\d)\\.?");
    private static final Pattern MONTH_SECOND = Pattern.compile(
            "(\\d{1,4})" + ORDINAL + "[./-]? ?" + FILLER + "(\\p{L}+)(?:\\. ?|[ /-]|, ?)" + FILLER
                    + "(\\d{1,2}|\\d{4})(?!\\d)\\.?",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern MONTH_FIRST = Pattern.compile(
            "(\\p{L}+)(?:\\. ?|[ /-])(\\d{1,2})" + ORDINAL + "(?:, ?| |[/-])(\\d{2}|\\d{4})(?!\\d)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern BASIC = Pattern.compile("(\\d{4})(\\d{2})(\\d{2})(?!\\d)"); // of ISO 8601
    private static final Pattern WEEKDAY = Pattern.compile("(\\p{L}+)\\.?,? ");
    private static final Pattern TIME = Pattern.compile(
            "(?:T|,? (?:(?:at|um|om|kl\\.?|à|a las|alle) )?)"
                    + "(\\d{1,2})(?:[:.h](\\d{2})(?:[:.](\\d{2})(?:[.,](\\d{1,9}))?)?)?(?: ?([ap])\\.? ?m\\b\\.?)?"
                    + "(?: ?(?:(Z|UTC|GMT)|(?:UTC|GMT)?([+-]\\d{1,2})(?::?(\\d{2}))?|[(\\[]?(\\p{Alpha}+/[\\w/+-]+)[)\\]]?))?",
            Pattern.CASE_INSENSITIVE);
    /**
     * The days of spreadsheets from 1927 to 2173. A number with fewer digits can be a year, and one with more digits
     * another date.
     */
    private static final Pattern SPREADSHEET_DAYS = Pattern.compile("(\\d{5})([.,]\\d{1,20})?");

    private DateParser() {}

    static Optional<DateText> parse(String cell) {
        String text = SpaceText.toPlain(cell);
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        boolean startsWithDigit = isDigit(text.charAt(0));
        Matcher numbers = NUMBERS.matcher(text);
        if (startsWithDigit && numbers.lookingAt()) {
            return addTime(numbers(numbers), text, numbers.end());
        }
        return startsWithDigit ? parseDigits(text) : parseWord(text);
    }

    private static Optional<DateText> parseDigits(String text) {
        Matcher named = MONTH_SECOND.matcher(text);
        if (named.lookingAt()) {
            return addTime(namedMonth(named.group(1), named.group(2), named.group(3)), text, named.end());
        }
        Matcher days = SPREADSHEET_DAYS.matcher(text);
        if (days.matches()) {
            return Optional.of(spreadsheetDate(text, days.group(2) != null));
        }
        Matcher basic = BASIC.matcher(text);
        return basic.lookingAt()
                ? addTime(Optional.of(certain(number(basic, 1), number(basic, 2), number(basic, 3))), text, basic.end())
                : Optional.empty();
    }

    private static Optional<DateText> parseWord(String text) {
        Matcher weekday = WEEKDAY.matcher(text);
        if (weekday.lookingAt() && MonthNames.isWeekday(weekday.group(1))) {
            return parse(text.substring(weekday.end()));
        }
        Matcher named = MONTH_FIRST.matcher(text);
        return named.lookingAt()
                ? addTime(namedMonth(named.group(2), named.group(1), named.group(3)), text, named.end())
                : Optional.empty();
    }

    private static Optional<DateText> numbers(Matcher parts) {
        int firstDigits = parts.group(1).length();
        int thirdDigits = parts.group(4).length();
        String separator = parts.group(2).strip();
        if (firstDigits == 4 && thirdDigits <= 2) {
            return Optional.of(certain(number(parts, 1), number(parts, 3), number(parts, 4)));
        }
        boolean shortYear = firstDigits <= 2 && thirdDigits <= 2 && (firstDigits == 2 || thirdDigits == 2);
        if (!shortYear && !(firstDigits <= 2 && thirdDigits == 4)) {
            return Optional.empty();
        }
        return Optional.of(date(
                shortYear ? DateText.Form.SHORT_YEAR : DateText.Form.DAY_OR_MONTH_FIRST,
                number(parts, 1),
                number(parts, 3),
                number(parts, 4),
                separator.isEmpty() ? ' ' : separator.charAt(0)));
    }

    private static Optional<DateText> namedMonth(String first, String word, String third) {
        Optional<Integer> month = MonthNames.month(word).map(Month::getValue);
        if (month.isEmpty()) {
            return Optional.empty();
        } else if (first.length() == 4 && third.length() <= 2) {
            return Optional.of(certain(Integer.parseInt(first), month.get(), Integer.parseInt(third)));
        } else if (first.length() <= 2 && third.length() == 4) {
            return Optional.of(certain(Integer.parseInt(third), month.get(), Integer.parseInt(first)));
        }
        return first.length() <= 2 && third.length() == 2
                ? Optional.of(date(
                        DateText.Form.SHORT_YEAR_WITH_NAMED_MONTH,
                        Integer.parseInt(first),
                        month.get(),
                        Integer.parseInt(third),
                        ' '))
                : Optional.empty();
    }

    private static DateText certain(int year, int month, int day) {
        return date(DateText.Form.NOTHING_OPEN, year, month, day, '-');
    }

    private static DateText date(DateText.Form form, int first, int second, int third, char separator) {
        return new DateText(form, first, second, third, separator, Optional.empty(), Optional.empty());
    }

    private static DateText spreadsheetDate(String days, boolean hasTime) {
        LocalDateTime date = SpreadsheetDate.of(new BigDecimal(days.replace(',', '.')), false);
        return certain(date.getYear(), date.getMonthValue(), date.getDayOfMonth())
                .at(hasTime ? Optional.of(date.toLocalTime()) : Optional.empty(), Optional.empty());
    }

    private static Optional<DateText> addTime(Optional<DateText> date, String text, int end) {
        if (date.isEmpty() || end == text.length()) {
            return date;
        }
        Matcher parts = TIME.matcher(text).region(end, text.length());
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(date.get().at(Optional.of(time(parts)), zone(parts)));
        } catch (DateTimeException noSuchTimeOrZone) {
            return Optional.empty();
        }
    }

    private static LocalTime time(Matcher parts) {
        int hour = number(parts, 1);
        String halfDay = parts.group(5);
        if (halfDay != null) {
            if (hour < 1 || hour > 12) {
                throw new DateTimeException("no hour of half a day: " + hour);
            }
            hour = hour % 12 + (halfDay.equalsIgnoreCase("p") ? 12 : 0);
        } else if (parts.group(2) == null) {
            throw new DateTimeException("an hour without minutes");
        }
        String fraction = parts.group(4);
        return LocalTime.of(
                hour,
                parts.group(2) == null ? 0 : number(parts, 2),
                parts.group(3) == null ? 0 : number(parts, 3),
                fraction == null ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9)));
    }

    private static Optional<ZoneId> zone(Matcher parts) {
        @Nullable String offsetHours = parts.group(7);
        if (parts.group(6) != null) {
            return Optional.of(ZoneOffset.UTC);
        } else if (offsetHours != null) {
            int hours = Integer.parseInt(offsetHours);
            int minutes = parts.group(8) == null ? 0 : number(parts, 8);
            return Optional.of(ZoneOffset.ofHoursMinutes(hours, offsetHours.startsWith("-") ? -minutes : minutes));
        }
        return Optional.ofNullable(parts.group(9)).map(ZoneId::of);
    }

    private static int number(Matcher parts, int group) {
        return Integer.parseInt(parts.group(group));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
