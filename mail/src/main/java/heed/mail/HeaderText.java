package heed.mail;

/** Text for a header's value: one line, without control characters. */
final class HeaderText {
    private HeaderText() {}

    /** Whether the text could end a header's line, or is not plain text. */
    static boolean breaks(String text) {
        return text.codePoints().anyMatch(HeaderText::unfit);
    }

    /** The text in one line: what could end a header's line becomes a space, and spaces at the ends are left out. */
    static String oneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().forEach(c -> line.appendCodePoint(unfit(c) ? ' ' : c));
        return line.toString().replaceAll(" {2,}", " ").strip();
    }

    private static boolean unfit(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                true;
            default -> false;
        };
    }
}
