package heed.mail;

import heed.model.text.ControlCharacters;

/**
 * Checks and cleans text for the value of a header: one line without characters that a mail program obeys. Thread-safe.
 */
public final class HeaderText {
    /**
     * The most code points of a header's value. RFC 5322 allows a line of 998 characters with the header's name; no
     * reader needs as many.
     */
    public static final int MAX_LENGTH = 500;

    private HeaderText() {}

    /** Returns whether the text could end the header's line, or contains characters that are not plain text. */
    public static boolean isUnsafe(String text) {
        return text.codePoints().anyMatch(HeaderText::isUnsafeCharacter);
    }

    /**
     * Returns the text as one safe line. Unsafe characters become spaces, several spaces become one, spaces at both
     * ends are removed, and a text of more than {@value #MAX_LENGTH} code points is cut and ends with an ellipsis.
     */
    public static String toSingleLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().forEach(c -> line.appendCodePoint(isUnsafeCharacter(c) ? ' ' : c));
        String plain = line.toString().replaceAll(" {2,}", " ").strip();
        if (plain.codePointCount(0, plain.length()) <= MAX_LENGTH) {
            return plain;
        }
        return plain.substring(0, plain.offsetByCodePoints(0, MAX_LENGTH - 1)) + "…";
    }

    private static boolean isUnsafeCharacter(int codePoint) {
        return ControlCharacters.isControl(codePoint) || ControlCharacters.isExplicitDirectional(codePoint);
    }
}
