package heed.filters.json;

import heed.model.text.ControlCharacters;

/**
 * Quotes text that an author or prospect wrote for use in a message: on one line, truncated, and without characters
 * that control a terminal.
 */
public final class QuotedText {
    private static final int MAX_SHOWN = 60;
    private static final int ZERO_WIDTH_JOINER = 0x200D; // joins emoji

    private QuotedText() {}

    /** Returns the text in double quotes, escaped as in JSON; of a long text only the beginning. */
    public static String of(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        int end = text.length() <= MAX_SHOWN
                ? text.length()
                : text.offsetByCodePoints(0, text.codePointCount(0, MAX_SHOWN));
        for (int i = 0; i < end; ) {
            int codePoint = text.codePointAt(i);
            switch (codePoint) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (!isVisible(codePoint)) {
                        for (char unit : Character.toChars(codePoint)) {
                            quoted.append(String.format("\\u%04x", (int) unit));
                        }
                    } else {
                        quoted.appendCodePoint(codePoint);
                    }
                }
            }
            i += Character.charCount(codePoint);
        }
        return quoted.append(end < text.length() ? "…\"" : "\"").toString();
    }

    /**
     * Returns whether the character is visible: neither a control character nor one that hides or reorders its
     * neighbours.
     */
    static boolean isVisible(int codePoint) {
        int type = Character.getType(codePoint);
        return codePoint == ZERO_WIDTH_JOINER
                || !(ControlCharacters.isControl(codePoint)
                        || type == Character.FORMAT
                        || type == Character.UNASSIGNED);
    }
}
