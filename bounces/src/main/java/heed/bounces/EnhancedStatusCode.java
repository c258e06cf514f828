package heed.bounces;

import java.util.Optional;

/**
 * An enhanced mail system status code (RFC 3463): "5.1.1".
 *
 * @param statusClass 2, 4 or 5: delivered, a persistent transient failure, a permanent failure
 * @param subject what it is about, 0 to 999
 * @param detail 0 to 999
 */
public record EnhancedStatusCode(int statusClass, int subject, int detail) {
    private static final int MAX_NUMBER = 999;

    /** @throws IllegalArgumentException if it is none of RFC 3463's form */
    public EnhancedStatusCode {
        if ((statusClass != 2 && statusClass != 4 && statusClass != 5)
                || subject < 0
                || subject > MAX_NUMBER
                || detail < 0
                || detail > MAX_NUMBER) {
            throw new IllegalArgumentException("not an enhanced status code");
        }
    }

    /** Reads "5.1.1" and nothing else; empty if it is none. */
    public static Optional<EnhancedStatusCode> parse(String text) {
        CodeScanner scan = new CodeScanner(text, 0);
        return scan.read() && scan.at == text.length() ? Optional.of(scan.code()) : Optional.empty();
    }

    /** The first code that stands in a text by itself: "550 #5.1.1 unknown" has 5.1.1, an IP address or a version has none. */
    public static Optional<EnhancedStatusCode> findIn(CharSequence text) {
        int at = indexIn(text);
        if (at < 0) {
            return Optional.empty();
        }
        CodeScanner scan = new CodeScanner(text, at);
        return scan.read() ? Optional.of(scan.code()) : Optional.empty();
    }

    /** Where that code stands; -1 if there is none. */
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

    /** As in "550-5.7.1 text", a line of a long reply. */
    private static boolean followsReplyCode(CharSequence text, int at) {
        return at >= 4
                && text.charAt(at - 1) == '-'
                && (text.charAt(at - 4) == '4' || text.charAt(at - 4) == '5')
                && digit(text.charAt(at - 3))
                && digit(text.charAt(at - 2))
                && (at == 4 || !isJoinedTo(text.charAt(at - 5)));
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isJoinedTo(char before) {
        return before == '.' || before == '-' || before == '_' || before == '/' || Character.isLetterOrDigit(before);
    }

    public boolean isPermanent() {
        return statusClass == 5;
    }

    public boolean isTransient() {
        return statusClass == 4;
    }

    /** Of RFC 3463's form with the given subject and detail, whatever its class. */
    public boolean matches(int subject, int detail) {
        return this.subject == subject && this.detail == detail;
    }

    @Override
    public String toString() {
        return statusClass + "." + subject + "." + detail;
    }

    /** One reading of a code from a place in a text. */
    private static final class CodeScanner {
        private final CharSequence text;
        private final int[] numbers = new int[3];
        private int at;

        CodeScanner(CharSequence text, int at) {
            this.text = text;
            this.at = at;
        }

        boolean read() {
            for (int part = 0; part < numbers.length; part++) {
                int start = at;
                while (at < text.length() && at - start < 3 && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
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

        boolean ends() {
            if (at == text.length()) {
                return true;
            }
            char next = text.charAt(at);
            boolean sentence =
                    next == '.' && (at + 1 == text.length() || !Character.isLetterOrDigit(text.charAt(at + 1)));
            return sentence || (next != '.' && next != '-' && !Character.isLetterOrDigit(next));
        }

        EnhancedStatusCode code() {
            return new EnhancedStatusCode(numbers[0], numbers[1], numbers[2]);
        }
    }
}
