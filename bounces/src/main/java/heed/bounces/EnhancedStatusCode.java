package heed.bounces;

import java.util.Optional;

/**
 * An enhanced mail system status code (RFC 3463), such as "5.1.1".
 *
 * @param statusClass 2 for success, 4 for a persistent transient failure, 5 for a permanent failure
 * @param subject the subject of the code, such as the address or the mailbox; 0 to 999
 * @param detail the detail within the subject; 0 to 999
 */
public record EnhancedStatusCode(int statusClass, int subject, int detail) {
    private static final int MAX_NUMBER = 999;

    /** @throws IllegalArgumentException if a number is outside its range */
    public EnhancedStatusCode {
        if ((statusClass != 2 && statusClass != 4 && statusClass != 5)
                || subject < 0
                || subject > MAX_NUMBER
                || detail < 0
                || detail > MAX_NUMBER) {
            throw new IllegalArgumentException("not an enhanced status code");
        }
    }

    /** Parses a text that consists of a status code only; empty if it does not. */
    public static Optional<EnhancedStatusCode> parse(String text) {
        CodeScanner scan = new CodeScanner(text, 0);
        return scan.read() && scan.at == text.length() ? Optional.of(scan.code()) : Optional.empty();
    }

    /**
     * Returns the first status code in a text that is not part of a longer word or number: "550 #5.1.1 unknown" contains 5.1.1,
     * an IP address or a version number contains none. Empty if there is none.
     */
    public static Optional<EnhancedStatusCode> findIn(CharSequence text) {
        int at = indexIn(text);
        if (at < 0) {
            return Optional.empty();
        }
        CodeScanner scan = new CodeScanner(text, at);
        return scan.read() ? Optional.of(scan.code()) : Optional.empty();
    }

    /** Returns the index of the code that {@link #findIn} returns; -1 if there is none. */
    public static int indexIn(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char first = text.charAt(i);
            if ((first == '2' || first == '4' || first == '5')
                    && (i == 0 || !isJoinedTo(text.charAt(i - 1)) || followsReplyCode(text, i))) {
                CodeScanner scan = new CodeScanner(text, i);
                if (scan.read() && scan.ends()) {
                    return i;
                }
            }
        }
        return -1;
    }

    /** Whether a reply code and a hyphen precede the index, as in "550-5.7.1 text", a line of a multi-line reply. */
    private static boolean followsReplyCode(CharSequence text, int at) {
        return at >= 4
                && text.charAt(at - 1) == '-'
                && (text.charAt(at - 4) == '4' || text.charAt(at - 4) == '5')
                && isDigit(text.charAt(at - 3))
                && isDigit(text.charAt(at - 2))
                && (at == 4 || !isJoinedTo(text.charAt(at - 5)));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Whether a number behind this character is part of a longer word or number. */
    private static boolean isJoinedTo(char before) {
        return before == '.' || before == '-' || before == '_' || before == '/' || Character.isLetterOrDigit(before);
    }

    /** Whether the code reports a permanent failure. */
    public boolean isPermanent() {
        return statusClass == 5;
    }

    /** Whether the code has the given subject and detail, whatever its class. */
    public boolean matches(int subject, int detail) {
        return this.subject == subject && this.detail == detail;
    }

    /** Returns the form of RFC 3463: "5.1.1". */
    @Override
    public String toString() {
        return statusClass + "." + subject + "." + detail;
    }

    /** Scans one code, from a given index of a text. */
    private static final class CodeScanner {
        private final CharSequence text;
        private final int[] numbers = new int[3];
        /** The index behind the scanned characters. */
        private int at;

        CodeScanner(CharSequence text, int at) {
            this.text = text;
            this.at = at;
        }

        /** Reads three numbers with dots between them: the first of one digit, the others of one to three. */
        boolean read() {
            for (int part = 0; part < numbers.length; part++) {
                int start = at;
                while (at < text.length() && at - start < 3 && isDigit(text.charAt(at))) {
                    numbers[part] = numbers[part] * 10 + text.charAt(at++) - '0';
                }
                if (at == start
                        || (part == 0 && at != start + 1)
                        || (part < 2 && (at == text.length() || text.charAt(at++) != '.'))) {
                    return false;
                }
            }
            return numbers[0] == 2 || numbers[0] == 4 || numbers[0] == 5;
        }

        /** Whether the code ends here: a longer number or word does not continue, but a full stop may follow. */
        boolean ends() {
            if (at == text.length()) {
                return true;
            }
            char next = text.charAt(at);
            boolean fullStop =
                    next == '.' && (at + 1 == text.length() || !Character.isLetterOrDigit(text.charAt(at + 1)));
            return fullStop || (next != '.' && next != '-' && !Character.isLetterOrDigit(next));
        }

        EnhancedStatusCode code() {
            return new EnhancedStatusCode(numbers[0], numbers[1], numbers[2]);
        }
    }
}
