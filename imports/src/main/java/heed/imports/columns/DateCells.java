package heed.imports.columns;

import java.util.regex.Pattern;

/** Recognizes cells that contain a date, in whatever format, without reading it. */
final class DateCells {
    private static final String TIME =
            "([T ,]+\\d{1,2}[:.]\\d{2}([:.]\\d{2}([.,]\\d{1,9})?)?)?\\s*([aApP]\\.?[mM]\\.?)?";
    private static final String ZONE = "\\s*(Z|UTC|GMT|[+-]\\d{2}:?\\d{2}|\\(?[A-Z]{2,5}\\)?)?";
    private static final String MONTH = "\\p{L}{3,10}\\.?";
    private static final Pattern DATE = Pattern.compile("("
            + String.join(
                    "|",
                    "(19|20)\\d{2}[-/.](0?[1-9]|1[0-2])[-/.](0?[1-9]|[12]\\d|3[01])\\.?", // 2026-01-31
                    "(0?[1-9]|[12]\\d|3[01])[-/.](0?[1-9]|[12]\\d|3[01])[-/.]((19|20)\\d{2}|\\d{2})", // 31.01.2026
                    "(19|20)\\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\\d|3[01])(T\\d{4,6})?", // 20260131T0915
                    "(" + MONTH + ",?\\s+)?(0?[1-9]|[12]\\d|3[01])(\\.|st|nd|rd|th)?[-\\s]+(de\\s+)?" + MONTH
                            + "(\\s+de)?,?[-\\s]+(19|20)?\\d{2}", // 31 January 2026
                    "(" + MONTH + ",?\\s+)?" + MONTH
                            + "\\s+(0?[1-9]|[12]\\d|3[01])(st|nd|rd|th)?,?\\s+(19|20)\\d{2}", // Jan 31, 2026
                    "(19|20)\\d{2}年\\d{1,2}月\\d{1,2}日")
            + ")" + TIME + ZONE);
    private static final int MAX_LENGTH = 50;

    private DateCells() {}

    /** Tests whether the whole cell is a date, with or without a time. */
    static boolean isDate(String cell) {
        String text = cell.strip();
        return text.length() >= 6
                && text.length() <= MAX_LENGTH
                && DATE.matcher(text).matches();
    }
}
