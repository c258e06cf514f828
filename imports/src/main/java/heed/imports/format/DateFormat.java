package heed.imports.format;

import heed.imports.text.InvalidImportException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the dates of a column are read. The format decides only what a cell leaves open: the order of day and month, and
 * the century. A date that can be read in one way only, such as 2027-01-13 or 13 January 2027, is read in every format.
 *
 * @param shortYears whether years may have two digits; 30 to 99 are then 1930 to 1999, and 00 to 29 are 2000 to 2029,
 *     as in Excel
 */
public record DateFormat(DateOrder order, boolean shortYears) {
    /** The formats of dates with two-digit years. */
    static final List<DateFormat> SHORT = List.of(
            new DateFormat(DateOrder.DAY_FIRST, true),
            new DateFormat(DateOrder.MONTH_FIRST, true),
            new DateFormat(DateOrder.YEAR_FIRST, true));

    static final DateFormat DAY_FIRST = new DateFormat(DateOrder.DAY_FIRST, false);
    static final DateFormat MONTH_FIRST = new DateFormat(DateOrder.MONTH_FIRST, false);

    private static final int FIRST_SHORT_YEAR = 1930; // of the 100 years that two digits can mean
    private static final Pattern PATTERN =
            Pattern.compile("(?:e+,? ?)?(d{1,2}|m{1,4}|[yu]{1,4})([^a-z]{1,3})(d{1,2}|m{1,4}|[yu]{1,4})([^a-z]{1,3})"
                    + "(d{1,2}|m{1,4}|[yu]{1,4})(?:\\.?(?:,? |'?t'?).*)?");

    /**
     * Reads a pattern such as {@code dd/MM/yyyy}, {@code M/d/yy} or {@code dd.MM.yyyy HH:mm}. Letters may have either
     * case; the separators and a time may have any form.
     *
     * @throws InvalidImportException if the pattern does not name day, month and year once each, or has another order
     */
    public static DateFormat parse(String pattern) {
        Matcher parts = PATTERN.matcher(pattern.strip().toLowerCase(Locale.ROOT).replace('u', 'y'));
        Optional<DateOrder> order = parts.matches() ? order(parts) : Optional.empty();
        return order.map(known -> new DateFormat(
                        known,
                        List.of(parts.group(1), parts.group(3), parts.group(5)).contains("yy")))
                .orElseThrow(() -> new InvalidImportException(
                        "date-format",
                        "--date-format \"" + pattern + "\" is not a format of dates that can be read; examples are"
                                + " dd/MM/yyyy, MM/dd/yyyy, dd.MM.yy and yyyy-MM-dd"));
    }

    private static Optional<DateOrder> order(Matcher parts) {
        return switch ("" + parts.group(1).charAt(0) + parts.group(3).charAt(0)
                + parts.group(5).charAt(0)) {
            case "dmy" -> Optional.of(DateOrder.DAY_FIRST);
            case "mdy" -> Optional.of(DateOrder.MONTH_FIRST);
            case "ymd" -> Optional.of(DateOrder.YEAR_FIRST);
            default -> Optional.empty();
        };
    }

    /** Returns the pattern of the format, as {@link #parse} reads it. */
    public String pattern() {
        String year = shortYears ? "yy" : "yyyy";
        return switch (order) {
            case DAY_FIRST -> "dd/MM/" + year;
            case MONTH_FIRST -> "MM/dd/" + year;
            case YEAR_FIRST -> shortYears ? "yy/MM/dd" : "yyyy-MM-dd";
        };
    }

    /** Returns the year that two digits mean. */
    static int fullYear(int shortYear) {
        return FIRST_SHORT_YEAR + Math.floorMod(shortYear - FIRST_SHORT_YEAR, 100);
    }
}
