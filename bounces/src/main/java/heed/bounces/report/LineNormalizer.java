package heed.bounces.report;

import java.io.ByteArrayOutputStream;

/** Unifies the line ends of a message. */
final class LineNormalizer {
    private LineNormalizer() {}

    /**
     * Ends all lines with LF. Removes what a mailbox file, a form or a pipe put before the headers: blank lines, a byte order
     * mark and a {@code From } line.
     */
    static byte[] normalize(byte[] message) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(message.length);
        int start = headerStart(message);
        for (int i = start; i < message.length; i++) {
            byte b = message[i];
            if (b == '\r') { // CR LF and CR CR LF are one line end, and so is a CR alone
                boolean pair = i + 1 < message.length && message[i + 1] == '\n';
                boolean doubled = i + 2 < message.length && message[i + 1] == '\r' && message[i + 2] == '\n';
                if (!pair && !doubled) {
                    out.write('\n');
                }
            } else {
                out.write(b);
            }
        }
        return out.toByteArray();
    }

    private static int headerStart(byte[] message) {
        int at = 0;
        while (at < message.length && (message[at] <= ' ' && message[at] >= 0)) {
            at++;
        }
        if (at + 3 <= message.length && message[at] == (byte) 0xef && message[at + 1] == (byte) 0xbb) {
            at += 3;
        }
        if (starts(message, at, "From ") || starts(message, at, ">From ")) {
            while (at < message.length && message[at] != '\n' && message[at] != '\r') {
                at++;
            }
            return skipLineEnds(message, at);
        }
        return at;
    }

    private static int skipLineEnds(byte[] message, int from) {
        int at = from;
        while (at < message.length && (message[at] == '\n' || message[at] == '\r')) {
            at++;
        }
        return at;
    }

    private static boolean starts(byte[] message, int at, String word) {
        for (int i = 0; i < word.length(); i++) {
            if (at + i >= message.length || message[at + i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Returns a text as one line: control characters become spaces, several spaces one, outer ones are removed. */
    static String unfold(String value) {
        StringBuilder line = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char next = value.charAt(i);
            if (next < ' ') {
                if (line.length() > 0 && line.charAt(line.length() - 1) != ' ') {
                    line.append(' ');
                }
            } else if (next != ' ' || line.length() == 0 || line.charAt(line.length() - 1) != ' ') {
                line.append(next);
            }
        }
        return line.toString().strip();
    }
}
