package heed.mail.bounce;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One phrase as it is written in a file: {@code (mailbox|inbox) * [is ]full} is four ways to say it. Its pieces are parted by
 * a star; {@code (a|b)} is either, {@code [a]} may be missing, {@code a_} is a whole word, and a group around all of it may
 * hold whole phrases.
 *
 * @param pieces of each piece, every way to write it, folded
 */
record Wording(List<List<String>> pieces) {
    private static final String BEHIND_A_WORD = " .,:;)-\"'/!?]";

    /** @throws IllegalArgumentException if it cannot be read */
    static List<Wording> all(String written) {
        return parts(inner(written), '|').stream()
                .flatMap(phrase -> apart(phrase).stream())
                .map(Wording::of)
                .toList();
    }

    private static Wording of(String written) {
        List<List<String>> pieces = new ArrayList<>();
        for (String piece : parts(written, '*')) {
            List<String> ways =
                    spread(piece).stream().flatMap(Wording::ended).distinct().toList();
            if (ways.stream().anyMatch(String::isBlank)) {
                throw new IllegalArgumentException("a piece of a phrase may not be empty: " + written);
            }
            pieces.add(ways);
        }
        return new Wording(pieces);
    }

    /** Makes phrases of their own of a group's choices, if one of them has a star. */
    private static List<String> apart(String written) {
        for (int i = 0; i < written.length(); i++) {
            if (written.charAt(i) == '(' || written.charAt(i) == '[') {
                int end = end(written, i);
                if (written.substring(i, end).indexOf('*') >= 0) {
                    List<String> all = new ArrayList<>();
                    for (String choice : choices(written, i, end)) {
                        all.addAll(apart(written.substring(0, i) + choice + written.substring(end + 1)));
                    }
                    return all;
                }
                i = end;
            }
        }
        return List.of(written);
    }

    private static List<String> choices(String written, int open, int end) {
        List<String> choices = new ArrayList<>(parts(written.substring(open + 1, end), '|'));
        if (written.charAt(open) == '[') {
            choices.add("");
        }
        return choices;
    }

    /** Folded; a way that is to end with its word, with each thing that may stand behind it. */
    private static Stream<String> ended(String way) {
        String words = PlainText.of(way).strip();
        return words.endsWith("_")
                ? BEHIND_A_WORD.chars().mapToObj(end -> words.substring(0, words.length() - 1) + (char) end)
                : Stream.of(words);
    }

    /** What is in the group, if one group is all of it. */
    private static String inner(String written) {
        return written.startsWith("(") && end(written, 0) == written.length() - 1
                ? written.substring(1, written.length() - 1)
                : written;
    }

    /** Splits outside of groups. */
    private static List<String> parts(String written, char separator) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < written.length(); i++) {
            char one = written.charAt(i);
            if (one == '(' || one == '[') {
                i = end(written, i);
            } else if (one == separator) {
                parts.add(written.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(written.substring(start));
        return parts;
    }

    private static List<String> spread(String piece) {
        for (int i = 0; i < piece.length(); i++) {
            char one = piece.charAt(i);
            if (one == '(' || one == '[') {
                int end = end(piece, i);
                List<String> all = new ArrayList<>();
                for (String choice : choices(piece, i, end)) {
                    all.addAll(spread(piece.substring(0, i) + choice + piece.substring(end + 1)));
                }
                return all;
            }
            if (one == '*' || one == ')' || one == ']') {
                throw new IllegalArgumentException("a star or bracket where none can be: " + piece);
            }
        }
        return List.of(piece);
    }

    private static int end(String written, int open) {
        int depth = 0;
        for (int i = open; i < written.length(); i++) {
            char one = written.charAt(i);
            if (one == '(' || one == '[') {
                depth++;
            } else if (one == ')' || one == ']') {
                depth--;
                if (depth == 0) {
                    return i;
                }
            }
        }
        throw new IllegalArgumentException("a bracket is not closed: " + written);
    }
}
