package heed.store.internal;

/**
 * How PostgreSQL keeps a text with a NUL, which its texts cannot have: as three characters that Unicode sets aside for
 * uses like this. So are those three themselves. No other character is kept as one of them, so that a text has a part
 * exactly if what is kept of it has what is kept of the part.
 */
final class PostgresText {
    private static final char MARK = '\uFDD0';
    private static final char ZERO = '\uFDD1';
    private static final char ONE = '\uFDD2';

    private PostgresText() {}

    static String kept(String text) {
        int first = 0;
        while (first < text.length() && !special(text.charAt(first))) {
            first++;
        }
        if (first == text.length()) {
            return text;
        }
        StringBuilder kept = new StringBuilder(text.length() + 16).append(text, 0, first);
        for (int i = first; i < text.length(); i++) {
            char c = text.charAt(i);
            if (special(c)) {
                int bits = c == 0 ? 3 : c - MARK;
                kept.append(MARK).append((bits & 2) == 0 ? ZERO : ONE).append((bits & 1) == 0 ? ZERO : ONE);
            } else {
                kept.append(c);
            }
        }
        return kept.toString();
    }

    private static boolean special(char c) {
        return c == 0 || (c >= MARK && c <= ONE);
    }

    static String read(String kept) {
        int mark = kept.indexOf(MARK);
        if (mark < 0) {
            return kept;
        }
        StringBuilder text = new StringBuilder(kept.length());
        int done = 0;
        for (; mark >= 0; mark = kept.indexOf(MARK, done)) {
            text.append(kept, done, mark);
            int bits = 2 * (kept.charAt(mark + 1) - ZERO) + kept.charAt(mark + 2) - ZERO;
            text.append(bits == 3 ? '\0' : (char) (MARK + bits));
            done = mark + 3;
        }
        return text.append(kept, done, kept.length()).toString();
    }
}
