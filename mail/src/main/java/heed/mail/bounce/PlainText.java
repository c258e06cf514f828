package heed.mail.bounce;

import java.text.Normalizer;

/**
 * A text as phrases are looked for in it: lower case, without accents, white space, hyphens and underscores as single
 * spaces, typographic quotes as plain ones, without email addresses, without the name of a server before its IP address and
 * without the codes that a server repeats before each line of a long reply.
 */
final class PlainText {
    private PlainText() {}

    static String of(String text) {
        String plain = ascii(text) ? text : Normalizer.normalize(text, Normalizer.Form.NFKD);
        StringBuilder folded = new StringBuilder(plain.length() + 2).append(' ');
        for (int i = 0; i < plain.length(); i++) {
            char one = plain.charAt(i);
            if (one <= ' ' || one == '\u00a0' || one == '\u3000') {
                space(folded);
            } else if (one < 0x80) {
                int repeated = startsReplyLine(plain, i) ? replyLine(plain, i) : i;
                if (repeated > i) {
                    space(folded);
                    i = repeated - 1;
                } else if (one == '@') {
                    i = address(plain, i, folded);
                } else if (one == '[' && i + 1 < plain.length() && digit(plain.charAt(i + 1))) {
                    host(folded);
                    folded.append(one);
                } else if (one == '`') {
                    folded.append('\'');
                } else {
                    folded.append(one >= 'A' && one <= 'Z' ? (char) (one + 32) : one);
                }
            } else if (one == '\u2018' || one == '\u2019' || one == '\u00b4') {
                folded.append('\'');
            } else if (one >= '\u2010' && one <= '\u2014') {
                folded.append('-');
            } else if (!mark(one)) {
                letter(folded, Character.toLowerCase(one));
            }
        }
        space(folded);
        return apart(folded);
    }

    /** {@code mailbox-full} and {@code MAILBOX_FULL} say what {@code mailbox full} does; addresses are left out by then. */
    private static String apart(StringBuilder folded) {
        StringBuilder words = new StringBuilder(folded.length());
        for (int i = 0; i < folded.length(); i++) {
            char one = folded.charAt(i) == '-' || folded.charAt(i) == '_' ? ' ' : folded.charAt(i);
            if (one != ' ' || words.length() == 0 || words.charAt(words.length() - 1) != ' ') {
                words.append(one);
            }
        }
        return words.toString();
    }

    /** Leaves an address out: its name and domain say nothing, and may look as if they did. */
    private static int address(String text, int at, StringBuilder folded) {
        int start = folded.length();
        while (start > 1 && !delimits(folded.charAt(start - 1))) {
            start--;
        }
        int end = at;
        while (end + 1 < text.length() && !delimits(text.charAt(end + 1))) {
            end++;
        }
        folded.setLength(start);
        return end;
    }

    /** Leaves out the name of a server that stands before its IP address, as in "host mx.example.com[192.0.2.1] said". */
    private static void host(StringBuilder folded) {
        int end = folded.charAt(folded.length() - 1) == ' ' ? folded.length() - 1 : folded.length();
        int start = end;
        boolean dotted = false;
        while (start > 0 && (Character.isLetterOrDigit(folded.charAt(start - 1)) || named(folded.charAt(start - 1)))) {
            start--;
            dotted |= folded.charAt(start) == '.';
        }
        if (dotted && folded.charAt(end - 1) != '.') {
            folded.setLength(start);
        }
    }

    private static boolean named(char one) {
        return one == '.' || one == '-' || one == '_';
    }

    private static boolean delimits(char one) {
        return one <= ' ' || "<>()[]{}\"',;:|".indexOf(one) >= 0;
    }

    private static boolean ascii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private static boolean mark(char one) {
        return one == '\u00ad'
                || one == '\u200b'
                || one == '\ufeff'
                || (one >= '\u0300' && one <= '\u036f')
                || Character.getType(one) == Character.NON_SPACING_MARK;
    }

    /** Letters that Unicode does not take apart are written as people do who have no key for them. */
    private static void letter(StringBuilder folded, char one) {
        switch (one) {
            case '\u0142' -> folded.append('l');
            case '\u0131' -> folded.append('i');
            case '\u00f8' -> folded.append('o');
            case '\u0111' -> folded.append('d');
            case '\u00df' -> folded.append("ss");
            case '\u00e6' -> folded.append("ae");
            default -> folded.append(one);
        }
    }

    private static void space(StringBuilder folded) {
        if (folded.charAt(folded.length() - 1) != ' ') {
            folded.append(' ');
        }
    }

    private static boolean startsReplyLine(String text, int at) {
        char first = text.charAt(at);
        return (first == '4' || first == '5')
                && at + 3 < text.length()
                && text.charAt(at + 3) == '-'
                && digit(text.charAt(at + 1))
                && digit(text.charAt(at + 2))
                && (at == 0 || text.charAt(at - 1) <= ' ');
    }

    /** Where the text of a line "550-5.7.1 text" begins. */
    private static int replyLine(String text, int at) {
        int next = at + 4;
        int code = next;
        while (code < text.length() && code < next + 9 && (digit(text.charAt(code)) || text.charAt(code) == '.')) {
            code++;
        }
        return code - next >= 5 ? code : next;
    }

    private static boolean digit(char one) {
        return one >= '0' && one <= '9';
    }
}
