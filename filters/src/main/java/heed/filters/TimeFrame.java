package heed.filters;

import heed.model.run.EvaluationTime;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of days that moves with the calendar. The grammar ignores case and allows several spaces between words. N is
 * a whole number from 1 to 9999; UNIT is day, week, month, quarter or year, with or without a final s.
 *
 * <ul>
 *   <li>{@code today}, {@code yesterday}, {@code tomorrow}
 *   <li>{@code this UNIT}, {@code last UNIT}, {@code next UNIT}: the whole calendar unit; weeks start on Monday (ISO
 *       8601)
 *   <li>{@code last N UNITs}: from the day that long ago to today, inclusive; {@code next N UNITs}: from today to the
 *       day that far ahead, inclusive
 *   <li>{@code N UNITs ago}, {@code N UNITs from now}: that day
 *   <li>{@code more than N UNITs ago}: every day before that day; {@code more than N UNITs from now}: every day after
 *       it
 *   <li>{@code less than N UNITs ago}: from the day after that day to today, inclusive; {@code less than N UNITs from
 *       now}: from today to the day before that day, inclusive
 * </ul>
 *
 * <p>The days are days of the account's zone. Months and years are added according to the calendar: one month after 31
 * January is the last day of February.
 *
 * @param form the form of the time frame
 * @param count the number N; 0 for a form without a number
 * @param unit the unit; days for a form without a unit
 */
public record TimeFrame(Form form, int count, Unit unit) {
    /**
     * Creates a time frame.
     *
     * @throws IllegalArgumentException if the count is not from 1 to 9999 for a form with a number, or not 0 for
     *     another form, or if the unit is not {@link Unit#DAY} for a form without a unit
     */
    public TimeFrame {
        boolean countFits = form.hasCount() ? count >= 1 && count <= MAX_COUNT : count == 0;
        if (!countFits || (form.isNamedDay() && unit != Unit.DAY)) {
            throw new IllegalArgumentException(count + " " + unit + " does not fit " + form);
        }
    }

    private static final int MAX_COUNT = 9999;
    private static final Pattern GRAMMAR = Pattern.compile("(?<namedDay>today|yesterday|tomorrow)"
            + "|(?<calendar>this|last|next) (?<calendarUnit>day|week|month|quarter|year)"
            + "|(?<span>last|next) (?<spanCount>\\d{1,6}) (?<spanUnit>day|week|month|quarter|year)s?"
            + "|(?:(?<bound>more|less) than )?(?<distance>\\d{1,6}) (?<distanceUnit>day|week|month|quarter|year)s?"
            + " (?<direction>ago|from now)");

    /** Examples of the grammar in one line, for messages and help. */
    public static final String EXAMPLES =
            "today, yesterday, tomorrow, this month, last week, next quarter, last 30 days, next 2 weeks, 3 days ago,"
                    + " 1 year from now, more than 1 year ago, less than 6 months ago";

    /** The form of a time frame, by which the days are counted from today. */
    public enum Form {
        TODAY("today"),
        YESTERDAY("yesterday"),
        TOMORROW("tomorrow"),
        THIS("this %u"),
        LAST("last %u"),
        NEXT("next %u"),
        LAST_N("last %n"),
        NEXT_N("next %n"),
        AGO("%n ago"),
        FROM_NOW("%n from now"),
        MORE_THAN_AGO("more than %n ago"),
        MORE_THAN_FROM_NOW("more than %n from now"),
        LESS_THAN_AGO("less than %n ago"),
        LESS_THAN_FROM_NOW("less than %n from now");

        private final String pattern;

        Form(String pattern) {
            this.pattern = pattern;
        }

        /** Returns whether the form has a number of units. */
        public boolean hasCount() {
            return pattern.contains("%n");
        }

        /** Returns whether the form is the name of a single day. */
        public boolean isNamedDay() {
            return pattern.indexOf('%') < 0;
        }
    }

    /** A calendar unit. */
    public enum Unit {
        DAY,
        WEEK,
        MONTH,
        QUARTER,
        YEAR;

        LocalDate plus(LocalDate date, int count) {
            return switch (this) {
                case DAY -> date.plusDays(count);
                case WEEK -> date.plusWeeks(count);
                case MONTH -> date.plusMonths(count);
                case QUARTER -> date.plusMonths(3L * count);
                case YEAR -> date.plusYears(count);
            };
        }

        LocalDate startOf(LocalDate date) {
            return switch (this) {
                case DAY -> date;
                case WEEK -> date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
                case MONTH -> date.withDayOfMonth(1);
                case QUARTER ->
                    date.withMonth((date.getMonthValue() - 1) / 3 * 3 + 1).withDayOfMonth(1);
                case YEAR -> date.withDayOfYear(1);
            };
        }
    }

    /**
     * A range of days.
     *
     * @param from the first day; empty if the range has no beginning
     * @param to the last day; empty if the range has no end
     */
    public record DateRange(Optional<LocalDate> from, Optional<LocalDate> to) {
        /** Returns whether the day is in the range. */
        public boolean contains(LocalDate day) {
            return from.map(first -> !day.isBefore(first)).orElse(true)
                    && to.map(last -> !day.isAfter(last)).orElse(true);
        }

        /** Returns the range in words: "2026-01-01 to 2026-01-31", "until 2025-12-31". */
        @Override
        public String toString() {
            String first = from.map(LocalDate::toString).orElse("");
            String last = to.map(LocalDate::toString).orElse("");
            return from.isEmpty()
                    ? "until " + last
                    : to.isEmpty() ? "from " + first + " on" : first.equals(last) ? first : first + " to " + last;
        }
    }

    /** Parses a time frame; returns empty if the text does not follow the grammar. */
    public static Optional<TimeFrame> parse(String text) {
        if (text.length() > 100) {
            return Optional.empty();
        }
        Matcher matcher = GRAMMAR.matcher(text.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " "));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        if (matcher.group("namedDay") != null) {
            return Optional.of(
                    new TimeFrame(Form.valueOf(matcher.group("namedDay").toUpperCase(Locale.ROOT)), 0, Unit.DAY));
        }
        if (matcher.group("calendar") != null) {
            return Optional.of(new TimeFrame(
                    Form.valueOf(matcher.group("calendar").toUpperCase(Locale.ROOT)),
                    0,
                    unit(matcher.group("calendarUnit"))));
        }
        if (matcher.group("span") != null) {
            return parseCounted(
                    matcher.group("span").equals("last") ? Form.LAST_N : Form.NEXT_N,
                    matcher.group("spanCount"),
                    matcher.group("spanUnit"));
        }
        boolean ago = matcher.group("direction").equals("ago");
        String bound = matcher.group("bound");
        Form form = bound == null
                ? (ago ? Form.AGO : Form.FROM_NOW)
                : bound.equals("more")
                        ? (ago ? Form.MORE_THAN_AGO : Form.MORE_THAN_FROM_NOW)
                        : (ago ? Form.LESS_THAN_AGO : Form.LESS_THAN_FROM_NOW);
        return parseCounted(form, matcher.group("distance"), matcher.group("distanceUnit"));
    }

    private static Optional<TimeFrame> parseCounted(Form form, String count, String unit) {
        int number = Integer.parseInt(count);
        return number < 1 || number > MAX_COUNT
                ? Optional.empty()
                : Optional.of(new TimeFrame(form, number, unit(unit)));
    }

    private static Unit unit(String word) {
        return Unit.valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** Returns the days of the time frame at an evaluation time. */
    public DateRange rangeAt(EvaluationTime evaluationTime) {
        LocalDate today = evaluationTime.today();
        LocalDate start = unit.startOf(today);
        return switch (form) {
            case TODAY -> range(today, today);
            case YESTERDAY -> range(today.minusDays(1), today.minusDays(1));
            case TOMORROW -> range(today.plusDays(1), today.plusDays(1));
            case THIS -> range(start, unit.plus(start, 1).minusDays(1));
            case LAST -> range(unit.plus(start, -1), start.minusDays(1));
            case NEXT -> range(unit.plus(start, 1), unit.plus(start, 2).minusDays(1));
            case LAST_N -> range(unit.plus(today, -count), today);
            case NEXT_N -> range(today, unit.plus(today, count));
            case AGO -> range(unit.plus(today, -count), unit.plus(today, -count));
            case FROM_NOW -> range(unit.plus(today, count), unit.plus(today, count));
            case MORE_THAN_AGO ->
                new DateRange(
                        Optional.empty(), Optional.of(unit.plus(today, -count).minusDays(1)));
            case MORE_THAN_FROM_NOW ->
                new DateRange(Optional.of(unit.plus(today, count).plusDays(1)), Optional.empty());
            case LESS_THAN_AGO -> range(unit.plus(today, -count).plusDays(1), today);
            case LESS_THAN_FROM_NOW -> range(today, unit.plus(today, count).minusDays(1));
        };
    }

    private static DateRange range(LocalDate from, LocalDate to) {
        return new DateRange(Optional.of(from), Optional.of(to));
    }

    /** Returns the time frame as it follows "is": "today", "in this month", "in the last 30 days". */
    public String phrase() {
        return switch (form) {
            case THIS, LAST, NEXT -> "in " + this;
            case LAST_N, NEXT_N -> "in the " + this;
            case TODAY,
                    YESTERDAY,
                    TOMORROW,
                    AGO,
                    FROM_NOW,
                    MORE_THAN_AGO,
                    MORE_THAN_FROM_NOW,
                    LESS_THAN_AGO,
                    LESS_THAN_FROM_NOW -> toString();
        };
    }

    /** Returns the time frame in the form of the grammar. */
    @Override
    public String toString() {
        String name = unit.name().toLowerCase(Locale.ROOT);
        return form.pattern
                .replace("%n", count + " " + name + (count == 1 ? "" : "s"))
                .replace("%u", name);
    }
}
