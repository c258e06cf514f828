package heed.mail;

/** Text for a header's value: one line, without what steers a mail program instead of being read. */
final class HeaderText {
    /** A line of RFC 5322 has at most 998 characters, with the header's name; nobody reads as many. */
    static final int LONGEST = 500;

    private HeaderText() {}

    /** Whether the text could end a header's line, or is not plain text. */
    static boolean breaks(String text) {
        return text.codePoints().anyMatch(HeaderText::unfit);
    }

    /**
     * The text in one line: what could end a header's line becomes a space, spaces at the ends are left out, and what is
     * longer than {@value #LONGEST} characters ends with an ellipsis.
     */
    static String oneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().forEach(c -> line.appendCodePoint(unfit(c) ? ' ' : c));
        String plain = line.toString().replaceAll(" {2,}", " ").strip();
        if (plain.codePointCount(0, plain.length()) <= LONGEST) {
            return plain;
        }
        return plain.substring(0, plain.offsetByCodePoints(0, LONGEST - 1)) + "…";
    }

    private static boolean unfit(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                true;
            default -> turns(codePoint);
        };
    }

    /** Embeddings, overrides and isolates of UAX #9, by which what follows is read backwards. */
    private static boolean turns(int codePoint) {
        return (codePoint >= 0x202A && codePoint <= 0x202E) || (codePoint >= 0x2066 && codePoint <= 0x2069);
    }
}
