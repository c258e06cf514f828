package heed.bounces;

import java.util.Optional;

/** Finds an SMTP reply code (RFC 5321, 4.2) in the text of a server. */
public final class ReplyCode {
    private ReplyCode() {}

    /** Returns the first reply code of a failure in a text, 400 to 599; empty if there is none. */
    public static Optional<Integer> findIn(CharSequence text) {
        int at = indexIn(text);
        return at < 0 ? Optional.empty() : Optional.of(code(text, at));
    }

    /** Returns the index of the code that {@link #findIn} returns; -1 if there is none. */
    public static int indexIn(CharSequence text) {
        for (int i = 0; i + 2 < text.length(); i++) {
            char first = text.charAt(i);
            if ((first == '4' || first == '5')
                    && mayStartAt(text, i)
                    && isDigit(text, i + 1)
                    && isDigit(text, i + 2)
                    && mayEndAt(text, i + 3)
                    && isKnown(code(text, i))) {
                return i;
            }
        }
        return -1;
    }

    private static int code(CharSequence text, int at) {
        return (text.charAt(at) - '0') * 100 + (text.charAt(at + 1) - '0') * 10 + text.charAt(at + 2) - '0';
    }

    /** Whether the character before the index allows a reply code to start there. */
    private static boolean mayStartAt(CharSequence text, int at) {
        if (at == 0) {
            return true;
        }
        char before = text.charAt(at - 1);
        return before <= ' '
                || before == '('
                || before == '['
                || before == ':'
                || before == ';'
                || before == '<'
                || before == '"'
                || before == '\''
                || before == '='
                || before == '#'
                || before == '>'
                || before == ',';
    }

    /** Whether the character at the index allows a reply code to end before it. */
    private static boolean mayEndAt(CharSequence text, int at) {
        if (at == text.length()) {
            return true;
        }
        char next = text.charAt(at);
        return next <= ' '
                || next == '-'
                || next == ')'
                || next == ']'
                || next == ':'
                || next == ';'
                || next == '"'
                || next == ','
                || next == '#'
                || next == '>'
                || (next == '.' && !isDigit(text, at + 1));
    }

    private static boolean isDigit(CharSequence text, int at) {
        return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    /** Whether mail servers use the code. Other numbers of a text, such as 400, are more likely to be sizes or counts. */
    private static boolean isKnown(int code) {
        return code == 421
                || code == 422
                || (code >= 430 && code <= 458)
                || code == 471
                || (code >= 500 && code <= 504)
                || (code >= 510 && code <= 558)
                || (code >= 570 && code <= 577)
                || code == 591;
    }
}
