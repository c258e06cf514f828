package heed.imports.format;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the order of day and month. Dates with points are day first unless a cell says otherwise: in CLDR, every locale
 * that writes points between the numbers of a date writes the day first. Two-digit years are never guessed.
 */
final class DateScan extends ColumnScan {
    private static final DateTimeFormatter SPELLED = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);

    private static final int FULL_DATE = 10; // characters of 13/01/2027
    private static final int MONTHS = 12;

    private ScanResult.@Nullable Sample dayFirstOnly;
    private ScanResult.@Nullable Sample monthFirstOnly;
    private boolean monthFirstWithPoints;
    private ScanResult.@Nullable Sample either;
    private ScanResult.@Nullable Sample eitherWithPoints;
    private ScanResult.@Nullable Sample shortYear;
    /** For each format with two-digit years, the number of two-digit dates that it does not read. */
    private final Map<DateOrder, Long> unreadShortYears = new EnumMap<>(DateOrder.class);

    @Override
    void addText(String text, long line) {
        if (saysNothingNew(text)) {
            return;
        }
        Optional<DateText> parsed = DateText.parse(text);
        if (parsed.isEmpty() || parsed.get().form() == DateText.Form.NOTHING_OPEN) {
            return;
        }
        DateText date = parsed.get();
        if (date.hasShortYear()) {
            addShortYear(date, new ScanResult.Sample(text, line));
            return;
        }
        Optional<LocalDate> dayFirst = date.date(DateFormat.DAY_FIRST);
        Optional<LocalDate> monthFirst = date.date(DateFormat.MONTH_FIRST);
        boolean points = date.separator() == '.';
        if (dayFirst.equals(monthFirst)) {
            return; // 05/05/2027, or no date at all
        } else if (monthFirst.isEmpty()) {
            dayFirstOnly = dayFirstOnly == null ? new ScanResult.Sample(text, line) : dayFirstOnly;
        } else if (dayFirst.isEmpty()) {
            monthFirstOnly = monthFirstOnly == null ? new ScanResult.Sample(text, line) : monthFirstOnly;
            monthFirstWithPoints |= points;
        } else if (points) {
            eitherWithPoints = eitherWithPoints == null ? new ScanResult.Sample(text, line) : eitherWithPoints;
        } else {
            either = either == null ? new ScanResult.Sample(text, line) : either;
        }
    }

    /**
     * Tests, without parsing the text, whether it starts like a date that leaves nothing open, or that says what an
     * earlier one has said: most cells do.
     */
    private boolean saysNothingNew(String text) {
        if (text.length() < FULL_DATE || !areDigits(text, 0, 2)) {
            return false;
        }
        char separator = text.charAt(2);
        if (areDigits(text, 2, 4)) {
            return text.charAt(4) == '-' && text.charAt(7) == '-'; // 2027-01-13
        } else if (separator != text.charAt(5) || !areDigits(text, 3, 5) || !areDigits(text, 6, FULL_DATE)) {
            return false;
        }
        boolean canBeMonthFirst = number(text, 0) <= MONTHS;
        boolean canBeDayFirst = number(text, 3) <= MONTHS;
        if (canBeMonthFirst && canBeDayFirst) {
            return separator == '.' ? eitherWithPoints != null : either != null;
        }
        return canBeDayFirst
                ? dayFirstOnly != null
                : monthFirstOnly != null && (separator != '.' || monthFirstWithPoints);
    }

    private static boolean areDigits(String text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static int number(String text, int start) {
        return (text.charAt(start) - '0') * 10 + text.charAt(start + 1) - '0';
    }

    private void addShortYear(DateText date, ScanResult.Sample sample) {
        List<DateOrder> reading = new ArrayList<>();
        for (DateFormat format : DateFormat.SHORT) {
            if (date.date(format).isPresent()) {
                reading.add(format.order());
            }
        }
        if (reading.isEmpty()) {
            return;
        }
        shortYear = shortYear == null ? sample : shortYear;
        for (DateOrder order : DateOrder.values()) {
            if (!reading.contains(order)) {
                unreadShortYears.merge(order, 1L, Long::sum);
            }
        }
    }

    @Override
    public ScanResult result() {
        if (shortYear != null) {
            return open("has years of two digits: " + quote(shortYear), shortYear, shortYearFormats());
        } else if (dayFirstOnly != null && monthFirstOnly != null) {
            return open(
                    "has dates of two formats: " + quote(dayFirstOnly) + " can only be day first, and "
                            + quote(monthFirstOnly)
                            + " only month first. The option decides; rows of the other format are then rejected",
                    either == null ? dayFirstOnly : either,
                    List.of(DateFormat.DAY_FIRST, DateFormat.MONTH_FIRST));
        } else if (monthFirstOnly != null && !monthFirstWithPoints && eitherWithPoints != null) {
            return ambiguous(eitherWithPoints);
        } else if (dayFirstOnly == null && monthFirstOnly == null && either != null) {
            return ambiguous(either);
        }
        DateFormat format = monthFirstOnly == null ? DateFormat.DAY_FIRST : DateFormat.MONTH_FIRST;
        return new ScanResult.Settled(
                ColumnFormat.STANDARD.withDates(format),
                Optional.ofNullable(
                        monthFirstOnly != null
                                ? monthFirstOnly
                                : dayFirstOnly != null ? dayFirstOnly : eitherWithPoints));
    }

    /** Returns the formats that read all dates with two-digit years; if none does, all formats. */
    private List<DateFormat> shortYearFormats() {
        List<DateFormat> all = DateFormat.SHORT.stream()
                .filter(format -> unreadShortYears.getOrDefault(format.order(), 0L) == 0)
                .toList();
        return all.isEmpty() ? DateFormat.SHORT : all;
    }

    private static ScanResult ambiguous(ScanResult.Sample sample) {
        return open(
                "can be read in two ways: " + quote(sample),
                sample,
                List.of(DateFormat.DAY_FIRST, DateFormat.MONTH_FIRST));
    }

    private static ScanResult open(String problem, ScanResult.Sample sample, List<DateFormat> formats) {
        DateText date = DateText.parse(sample.text()).orElseThrow();
        return new ScanResult.Open(
                FormatOption.DATE_FORMAT,
                problem,
                sample,
                formats.stream()
                        .flatMap(format -> date
                                .date(format)
                                .map(day -> new ScanResult.Choice(format.pattern(), SPELLED.format(day)))
                                .or(() -> Optional.of(new ScanResult.Choice(format.pattern(), "no date")))
                                .stream())
                        .toList());
    }

    private static String quote(ScanResult.Sample sample) {
        return "\"" + sample.text() + "\" in line " + sample.line();
    }
}
