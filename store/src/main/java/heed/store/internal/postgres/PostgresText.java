package heed.store.internal.postgres;

/**
 * The encoding of texts in PostgreSQL, whose texts cannot contain a NUL. A NUL is stored as three noncharacters, code points
 * that Unicode reserves for internal use, and so is each of those three noncharacters itself. No other character is stored as
 * one of them, so a text contains another exactly if its encoded form contains the other's encoded form.
 */
final class PostgresText {
    private static final char MARK = '\uFDD0';
    private static final char ZERO = '\uFDD1';
    private static final char ONE = '\uFDD2';

    private PostgresText() {}

    static String encode(String text) {
        int first = 0;
        while (first < text.length() && !isSpecial(text.charAt(first))) {
            first++;
        }
        if (first == text.length()) {
            return text;
        }
        StringBuilder encoded = new StringBuilder(text.length() + 16).append(text, 0, first);
        for (int i = first; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isSpecial(c)) {
                int bits = c == 0 ? 3 : c - MARK;
                encoded.append(MARK).append((bits & 2) == 0 ? ZERO : ONE).append((bits & 1) == 0 ? ZERO : ONE);
            } else {
                encoded.append(c);
            }
        }
        return encoded.toString();
    }

    private static boolean isSpecial(char c) {
        return c == 0 || (c >= MARK && c <= ONE);
    }

    static String decode(String encoded) {
        int mark = encoded.indexOf(MARK);
        if (mark < 0) {
            return encoded;
        }
        StringBuilder text = new StringBuilder(encoded.length());
        int done = 0;
        for (; mark >= 0; mark = encoded.indexOf(MARK, done)) {
            text.append(encoded, done, mark);
            int bits = 2 * (encoded.charAt(mark + 1) - ZERO) + encoded.charAt(mark + 2) - ZERO;
            text.append(bits == 3 ? '\0' : (char) (MARK + bits));
            done = mark + 3;
        }
        return text.append(encoded, done, encoded.length()).toString();
    }
}
