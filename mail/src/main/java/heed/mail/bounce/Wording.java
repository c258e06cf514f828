package heed.mail.bounce;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One phrase as it is written in a file: {@code (mailbox|inbox) * [is ]full} is four ways to say it. Its pieces are parted by
 * a star; {@code (a|b)} is either, {@code [a]} may be missing, {@code a_} is a whole word, and a group around all of it may
 * hold whole phrases.
 */
record Wording(List<Piece> pieces) {
    private static final String BEHIND_A_WORD = " .,:;)\"'/!?]";

    /**
     * Words that are looked for as they are. What a phrase says between two stars is of several pieces where a group follows
     * a word, as otherwise every way to write the one would be kept with every way to write the other.
     *
     * @param ways every way to write it, folded
     * @param near whether it has to follow the piece before it at once
     */
    record Piece(List<String> ways, boolean near) {}

    /** @throws IllegalArgumentException if it cannot be read */
    static List<Wording> all(String written) {
        return parts(inner(written), '|').stream()
                .flatMap(phrase -> apart(phrase).stream())
                .flatMap(Wording::of)
                .toList();
    }

    private static Stream<Wording> of(String written) {
        List<List<Piece>> wordings = List.of(List.of());
        for (String between : parts(written, '*')) {
            List<List<Piece>> longer = new ArrayList<>();
            for (List<Piece> pieces : wordings) {
                longer.addAll(followed(pieces, words(between.strip())));
            }
            wordings = longer;
        }
        return wordings.stream().map(Wording::new);
    }

    /** The pieces, followed by words of which those that may be missing are there or not. */
    private static List<List<Piece>> followed(List<Piece> pieces, List<String> words) {
        List<List<Piece>> all = new ArrayList<>(List.of(pieces));
        for (String word : words) {
            boolean optional = word.startsWith("[") && end(word, 0) == word.length() - 1;
            List<String> ways = ways(optional ? "(" + word.substring(1, word.length() - 1) + ")" : word);
            List<List<Piece>> longer = new ArrayList<>(optional ? all : List.of());
            for (List<Piece> before : all) {
                List<Piece> with = new ArrayList<>(before);
                with.add(new Piece(ways, before.size() > pieces.size()));
                longer.add(with);
            }
            all = longer;
        }
        return all;
    }

    private static List<String> ways(String word) {
        List<String> ways =
                spread(word).stream().flatMap(Wording::ended).distinct().toList();
        if (ways.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("a piece of a phrase may not be empty: " + word);
        }
        return ways;
    }

    /** Cuts before a group that follows a space, and behind a group all choices of which end with one. */
    private static List<String> words(String between) {
        List<String> words = new ArrayList<>();
        int start = 0;
        boolean cuttable = true;
        for (int i = 0; i < between.length(); i++) {
            char one = between.charAt(i);
            if (one != '(' && one != '[') {
                cuttable = one == ' ';
                continue;
            }
            int end = end(between, i);
            if (cuttable && i > start) {
                words.add(between.substring(start, i));
                start = i;
            }
            cuttable = cuttable
                    && parts(between.substring(i + 1, end), '|').stream().allMatch(choice -> choice.endsWith(" "));
            i = end;
            if (cuttable) {
                words.add(between.substring(start, end + 1));
                start = end + 1;
            }
        }
        if (start < between.length() || words.isEmpty()) {
            words.add(between.substring(start));
        }
        return words;
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
        boolean whole = way.strip().endsWith("_");
        String words = PlainText.of(way).strip();
        return whole
                ? BEHIND_A_WORD.chars().mapToObj(end -> words + (char) end)
                : Stream.of(way.endsWith(" ") ? words + " " : words);
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
