package heed.cli.internal.console;

import java.text.NumberFormat;
import java.util.Locale;

/** Text that is safe to show on a terminal: nothing in it moves the cursor, changes a colour or turns the writing. */
public final class TerminalText {
    private TerminalText() {}

    /** Control characters, line ends among them, and characters that turn the direction of text, as {@code \\u001b}. */
    public static String escape(String text) {
        StringBuilder escaped = null;
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            int length = Character.charCount(codePoint);
            if (isControl(codePoint)) {
                escaped = escaped == null ? new StringBuilder(text.length() + 8).append(text, 0, i) : escaped;
                escaped.append(String.format(Locale.ROOT, "\\u%04x", codePoint));
            } else if (escaped != null) {
                escaped.appendCodePoint(codePoint);
            }
            i += length;
        }
        return escaped == null ? text : escaped.toString();
    }

    static boolean isControl(int codePoint) {
        if (codePoint >= 0x20 && codePoint < 0x7f) {
            return false;
        }
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                true;
            default -> isBidiControl(codePoint);
        };
    }

    /** The bidirectional marks, embeddings, overrides and isolates. */
    private static boolean isBidiControl(int codePoint) {
        return codePoint == 0x061c
                || (codePoint >= 0x200e && codePoint <= 0x200f)
                || (codePoint >= 0x202a && codePoint <= 0x202e)
                || (codePoint >= 0x2066 && codePoint <= 0x2069);
    }

    /** With separators for thousands: 1,204. */
    public static String formatNumber(long number) {
        return NumberFormat.getIntegerInstance(Locale.ENGLISH).format(number);
    }

    /** A count with its noun: 1 prospect, 1,204 prospects. */
    public static String formatCount(long number, String noun) {
        return formatNumber(number) + " " + (number == 1 ? noun : plural(noun));
    }

    private static String plural(String noun) {
        return noun.endsWith("s")
                ? noun + "es"
                : noun.endsWith("ry") ? noun.substring(0, noun.length() - 1) + "ies" : noun + "s";
    }

    /** How many columns of a terminal the text takes. */
    static int width(String text) {
        int width = 0;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            width += width(text.codePointAt(i));
        }
        return width;
    }

    private static int width(int codePoint) {
        if (codePoint < 0x300) {
            return 1;
        }
        int type = Character.getType(codePoint);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        Character.UnicodeScript script = Character.UnicodeScript.of(codePoint);
        boolean wide = script == Character.UnicodeScript.HAN
                || script == Character.UnicodeScript.HANGUL
                || script == Character.UnicodeScript.HIRAGANA
                || script == Character.UnicodeScript.KATAKANA
                || (codePoint >= 0x3000 && codePoint <= 0x303e)
                || (codePoint >= 0xff01 && codePoint <= 0xff60)
                || (codePoint >= 0x1f300 && codePoint <= 0x1faff);
        return wide ? 2 : 1;
    }

    /** At most so many columns, with an ellipsis for what is left out. */
    static String truncate(String text, int columns) {
        if (width(text) <= columns) {
            return text;
        }
        StringBuilder start = new StringBuilder();
        int used = 1;
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            used += width(codePoint);
            if (used > columns) {
                break;
            }
            start.appendCodePoint(codePoint);
            i += Character.charCount(codePoint);
        }
        return start.append('…').toString();
    }
}
