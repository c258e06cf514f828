package heed.mail;

import heed.model.text.ControlCharacters;

/** Text for a header's value: one line, without what steers a mail program instead of being read. */
public final class HeaderText {
    /** A line of RFC 5322 has at most 998 characters, with the header's name; nobody reads as many. */
    public static final int MAX_LENGTH = 500;

    private HeaderText() {}

    /** Whether the text could end a header's line, or is not plain text. */
    public static boolean isUnsafe(String text) {
        return text.codePoints().anyMatch(HeaderText::isUnsafeCharacter);
    }

    /**
     * The text in one line: what could end a header's line becomes a space, spaces at the ends are left out, and what is
     * longer than {@value #MAX_LENGTH} characters ends with an ellipsis.
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
        return ControlCharacters.isControl(codePoint) || ControlCharacters.isDirectionChange(codePoint);
    }
}
