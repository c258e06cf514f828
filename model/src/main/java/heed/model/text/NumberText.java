package heed.model.text;

import java.text.NumberFormat;
import java.util.Locale;

/** Numbers in English sentences. */
public final class NumberText {
    private NumberText() {}

    /** Formats a number with separators for thousands: 1,204. */
    public static String formatNumber(long number) {
        return NumberFormat.getIntegerInstance(Locale.ENGLISH).format(number);
    }

    /** Formats a count with its noun, which is given in the singular: 1 prospect, 1,204 prospects. */
    public static String formatCount(long number, String noun) {
        return formatNumber(number) + " " + (number == 1 ? noun : plural(noun));
    }

    private static String plural(String noun) {
        return noun.endsWith("s")
                ? noun + "es"
                : noun.endsWith("ry") ? noun.substring(0, noun.length() - 1) + "ies" : noun + "s";
    }
}
