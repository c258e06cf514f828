package heed.cli.internal.console;

import heed.model.text.ControlCharacters;
import heed.model.text.NumberText;
import java.util.Locale;

/** Text that is safe to show on a terminal: it cannot move the cursor, change colours or reverse the writing direction. */
public final class TerminalText {
    private TerminalText() {}

    /** Escapes control characters, line ends included, and characters that change the text direction, as {@code \\u001b}. */
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
        boolean isPrintableAscii = codePoint >= 0x20 && codePoint < 0x7f; // most text
        return !isPrintableAscii
                && (ControlCharacters.isControl(codePoint)
                        || ControlCharacters.isExplicitDirectional(codePoint)
                        || ControlCharacters.isImplicitDirectional(codePoint));
    }

    /** Formats a number as {@link NumberText#formatNumber}. */
    public static String formatNumber(long number) {
        return NumberText.formatNumber(number);
    }

    /** Formats a count as {@link NumberText#formatCount}. */
    public static String formatCount(long number, String noun) {
        return NumberText.formatCount(number, noun);
    }

    /** Returns the number of terminal columns that the text occupies: 2 for a wide character, 0 for a combining one. */
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

    /** Cuts a text to a number of columns; an ellipsis takes the place of the rest. */
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
