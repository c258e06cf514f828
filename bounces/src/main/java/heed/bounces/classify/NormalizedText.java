package heed.bounces.classify;

import java.text.Normalizer;

/**
 * The form of a text in which phrases are searched: lower case, without accents, with white space, hyphens and underscores as
 * single spaces, blank lines as {@link #PARAGRAPH}, typographic quotes as ASCII quotes. Email addresses, the name of a server before its IP address, and the codes
 * that a server repeats before each line of a multi-line reply are removed.
 */
final class NormalizedText {
    /** The sign for a blank line in a text; a blank line in a text is replaced by it. */
    static final char PARAGRAPH = '\u00b6';

    private NormalizedText() {}

    /** Returns the normalized form, which starts and ends with a space. */
    static String normalize(String text) {
        // NFKD separates letters and accents, which are dropped below, and unifies full-width forms.
        String decomposed = isAscii(text) ? text : Normalizer.normalize(text, Normalizer.Form.NFKD);
        StringBuilder folded = new StringBuilder(decomposed.length() + 2).append(' ');
        for (int i = 0; i < decomposed.length(); i++) {
            char c = decomposed.charAt(i);
            if (c == '\n' && isBlankLine(decomposed, i)) {
                appendParagraph(folded);
            } else if (c <= ' ' || c == '\u00a0' || c == '\u3000') {
                appendSpace(folded);
            } else if (c < 0x80) {
                int lineText = startsReplyLine(decomposed, i) ? replyTextStart(decomposed, i) : i;
                if (lineText > i) {
                    appendSpace(folded);
                    i = lineText - 1;
                } else if (c == '@') {
                    i = skipAddress(decomposed, i, folded);
                } else if (c == '[' && i + 1 < decomposed.length() && isDigit(decomposed.charAt(i + 1))) {
                    removeHost(folded);
                    folded.append(c);
                } else if (c == '`') {
                    folded.append('\'');
                } else {
                    folded.append(c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
                }
            } else if (c == '\u2018' || c == '\u2019' || c == '\u00b4') {
                folded.append('\'');
            } else if (c >= '\u2010' && c <= '\u2014') {
                folded.append('-');
            } else if (!isIgnorable(c)) {
                appendLetter(folded, Character.toLowerCase(c));
            }
        }
        appendSpace(folded);
        return splitCompounds(folded);
    }

    /**
     * Replaces hyphens and underscores by single spaces, so that {@code mailbox-full} and {@code MAILBOX_FULL} match
     * {@code mailbox full}. Addresses and host names, in which they matter, have been removed before.
     */
    private static String splitCompounds(StringBuilder folded) {
        StringBuilder words = new StringBuilder(folded.length());
        for (int i = 0; i < folded.length(); i++) {
            char c = folded.charAt(i) == '-' || folded.charAt(i) == '_' ? ' ' : folded.charAt(i);
            if (c != ' ' || words.length() == 0 || words.charAt(words.length() - 1) != ' ') {
                words.append(c);
            }
        }
        return words.toString();
    }

    /**
     * Removes an address, because words in it mean nothing, such as "full" in {@code full@example.com}.
     *
     * @param at the index of its {@literal @}
     * @return the index of its last character
     */
    private static int skipAddress(String text, int at, StringBuilder folded) {
        int start = folded.length();
        while (start > 1 && !isDelimiter(folded.charAt(start - 1))) {
            start--;
        }
        int end = at;
        while (end + 1 < text.length() && !isDelimiter(text.charAt(end + 1)) && !text.startsWith("..", end + 1)) {
            end++;
        }
        folded.setLength(start);
        return end;
    }

    /** Removes the name of a server before its IP address, as in "host mx.example.com[192.0.2.1] said". */
    private static void removeHost(StringBuilder folded) {
        int end = folded.charAt(folded.length() - 1) == ' ' ? folded.length() - 1 : folded.length();
        int start = end;
        boolean dotted = false;
        while (start > 0
                && (Character.isLetterOrDigit(folded.charAt(start - 1))
                        || isHostPunctuation(folded.charAt(start - 1)))) {
            start--;
            dotted |= folded.charAt(start) == '.';
        }
        if (dotted && folded.charAt(end - 1) != '.') {
            folded.setLength(start);
        }
    }

    private static boolean isHostPunctuation(char c) {
        return c == '.' || c == '-' || c == '_';
    }

    private static boolean isDelimiter(char c) {
        return c <= ' ' || "<>()[]{}\"',;:|".indexOf(c) >= 0;
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    /** Whether a character is invisible or an accent. */
    private static boolean isIgnorable(char c) {
        return c == '\u00ad'
                || c == '\u200b'
                || c == '\ufeff'
                || (c >= '\u0300' && c <= '\u036f')
                || Character.getType(c) == Character.NON_SPACING_MARK;
    }

    /** Appends a letter; one that Unicode does not decompose is replaced by the usual ASCII spelling. */
    private static void appendLetter(StringBuilder folded, char c) {
        switch (c) {
            case '\u0142' -> folded.append('l');
            case '\u0131' -> folded.append('i');
            case '\u00f8' -> folded.append('o');
            case '\u0111' -> folded.append('d');
            case '\u00df' -> folded.append("ss");
            case '\u00e6' -> folded.append("ae");
            default -> folded.append(c);
        }
    }

    /** Whether the line behind a line end is blank. */
    private static boolean isBlankLine(String text, int lineEnd) {
        int at = lineEnd + 1;
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t' || text.charAt(at) == '\r')) {
            at++;
        }
        return at < text.length() && text.charAt(at) == '\n';
    }

    private static void appendParagraph(StringBuilder folded) {
        appendSpace(folded);
        if (folded.length() > 1 && folded.charAt(folded.length() - 2) != PARAGRAPH) {
            folded.append(PARAGRAPH).append(' ');
        }
    }

    private static void appendSpace(StringBuilder folded) {
        if (folded.charAt(folded.length() - 1) != ' ') {
            folded.append(' ');
        }
    }

    /** Whether a line of a multi-line reply starts at the index, as in "550-5.7.1 text". */
    private static boolean startsReplyLine(String text, int at) {
        char first = text.charAt(at);
        return (first == '4' || first == '5')
                && at + 3 < text.length()
                && text.charAt(at + 3) == '-'
                && isDigit(text.charAt(at + 1))
                && isDigit(text.charAt(at + 2))
                && (at == 0 || text.charAt(at - 1) <= ' ');
    }

    /** Returns the index of the text in a line "550-5.7.1 text". */
    private static int replyTextStart(String text, int at) {
        int next = at + 4;
        int code = next;
        while (code < text.length() && code < next + 9 && (isDigit(text.charAt(code)) || text.charAt(code) == '.')) {
            code++;
        }
        return code - next >= 5 ? code : next;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
