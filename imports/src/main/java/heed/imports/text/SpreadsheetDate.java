package heed.imports.text;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalDateTime;

/**
 * The dates of spreadsheets, which are numbers of days (ECMA-376 part 1, 18.17.4). In the 1900 system, day 1 is 1
 * January 1900, and day 60 is 29 February 1900, which did not exist; in the 1904 system, day 0 is 1 January 1904. The
 * fraction is the time of day.
 */
public final class SpreadsheetDate {
    private static final LocalDate DAY_0_BEFORE_MARCH_1900 = LocalDate.of(1899, 12, 31);
    private static final LocalDate DAY_0 = LocalDate.of(1899, 12, 30);
    private static final LocalDate DAY_0_OF_1904_SYSTEM = LocalDate.of(1904, 1, 1);
    private static final int INVENTED_LEAP_DAY = 60;
    private static final int LAST_DAY = 2_958_465; // 31 December 9999
    private static final BigDecimal MILLIS_OF_DAY = BigDecimal.valueOf(86_400_000);

    private SpreadsheetDate() {}

    /**
     * Returns the date and time of a number of days, rounded to seconds if it is that near to one.
     *
     * @param is1904 whether the number is of the 1904 system
     * @throws IllegalArgumentException if the number is no date
     */
    public static LocalDateTime of(BigDecimal days, boolean is1904) {
        if (days.compareTo(BigDecimal.valueOf(LAST_DAY + 1L)) >= 0 || days.signum() < 0) {
            throw new IllegalArgumentException("not a date of a spreadsheet: " + days);
        }
        int day = days.intValue();
        if (!is1904 && day == INVENTED_LEAP_DAY) {
            throw new IllegalArgumentException("29 February 1900 did not exist");
        }
        LocalDate dayZero = is1904 ? DAY_0_OF_1904_SYSTEM : day < INVENTED_LEAP_DAY ? DAY_0_BEFORE_MARCH_1900 : DAY_0;
        long millis = days.subtract(BigDecimal.valueOf(day))
                .multiply(MILLIS_OF_DAY)
                .setScale(0, RoundingMode.HALF_EVEN)
                .longValueExact();
        long second = Math.round(millis / 1000.0) * 1000;
        return dayZero.plusDays(day)
                .atStartOfDay()
                .plusNanos((Math.abs(millis - second) <= 1 ? second : millis) * 1_000_000);
    }
}
