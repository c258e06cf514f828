package heed.bounces;

import java.util.Optional;

/** Finds the SMTP reply code (RFC 5321, 4.2) in what a server said. */
public final class ReplyCode {
    private ReplyCode() {}

    /** The first number of three digits that stands where a reply code does; empty if there is none. */
    public static Optional<Integer> findIn(CharSequence text) {
        int at = indexIn(text);
        return at < 0 ? Optional.empty() : Optional.of(code(text, at));
    }

    /** Where it stands; -1 if there is none. */
    public static int indexIn(CharSequence text) {
        for (int i = 0; i + 2 < text.length(); i++) {
            char first = text.charAt(i);
            if ((first == '4' || first == '5')
                    && starts(text, i)
                    && digit(text, i + 1)
                    && digit(text, i + 2)
                    && ends(text, i + 3)) {
                if (isKnown(code(text, i))) {
                    return i;
                }
            }
        }
        return -1;
    }

    private static int code(CharSequence text, int at) {
        return (text.charAt(at) - '0') * 100 + (text.charAt(at + 1) - '0') * 10 + text.charAt(at + 2) - '0';
    }

    private static boolean starts(CharSequence text, int at) {
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

    private static boolean ends(CharSequence text, int at) {
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
                || (next == '.' && !digit(text, at + 1));
    }

    private static boolean digit(CharSequence text, int at) {
        return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    /** Codes that mail servers use: numbers such as 400 or 512 in a text are rather sizes. */
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
