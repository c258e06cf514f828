package heed.bounces.classify;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One phrase as it is written in a file: {@code (mailbox|inbox) * [is ]full} is four ways to say it. Its pieces are parted by
 * a star; {@code (a|b)} is either, {@code [a]} may be missing, {@code a_} is a whole word, and a group around all of it may
 * hold whole phrases.
 */
record PhrasePattern(List<Piece> pieces) {
    private static final String WORD_ENDS = " .,:;)\"'/!?]";

    /**
     * Words that are looked for as they are. What a phrase says between two stars is of several pieces where a group follows
     * a word, as otherwise every way to write the one would be kept with every way to write the other.
     *
     * @param alternatives every way to write it, folded
     * @param near whether it has to follow the piece before it at once
     */
    record Piece(List<String> alternatives, boolean near) {}

    /** @throws IllegalArgumentException if it cannot be read */
    static List<PhrasePattern> parseAll(String expression) {
        return split(unwrapGroup(expression), '|').stream()
                .flatMap(phrase -> expandStarGroups(phrase).stream())
                .flatMap(PhrasePattern::expand)
                .toList();
    }

    private static Stream<PhrasePattern> expand(String expression) {
        List<List<Piece>> wordings = List.of(List.of());
        for (String between : split(expression, '*')) {
            List<List<Piece>> longer = new ArrayList<>();
            for (List<Piece> pieces : wordings) {
                longer.addAll(append(pieces, words(between.strip())));
            }
            wordings = longer;
        }
        return wordings.stream().map(PhrasePattern::new);
    }

    /** The pieces, followed by words of which those that may be missing are there or not. */
    private static List<List<Piece>> append(List<Piece> pieces, List<String> words) {
        List<List<Piece>> all = new ArrayList<>(List.of(pieces));
        for (String word : words) {
            boolean optional = word.startsWith("[") && groupEnd(word, 0) == word.length() - 1;
            List<String> ways = alternatives(optional ? "(" + word.substring(1, word.length() - 1) + ")" : word);
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

    private static List<String> alternatives(String word) {
        List<String> ways = expandGroups(word).stream()
                .flatMap(PhrasePattern::withWordEnds)
                .distinct()
                .toList();
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
            char c = between.charAt(i);
            if (c != '(' && c != '[') {
                cuttable = c == ' ';
                continue;
            }
            int end = groupEnd(between, i);
            if (cuttable && i > start) {
                words.add(between.substring(start, i));
                start = i;
            }
            cuttable = cuttable
                    && split(between.substring(i + 1, end), '|').stream().allMatch(choice -> choice.endsWith(" "));
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
    private static List<String> expandStarGroups(String expression) {
        for (int i = 0; i < expression.length(); i++) {
            if (expression.charAt(i) == '(' || expression.charAt(i) == '[') {
                int end = groupEnd(expression, i);
                if (expression.substring(i, end).indexOf('*') >= 0) {
                    List<String> all = new ArrayList<>();
                    for (String choice : choices(expression, i, end)) {
                        all.addAll(
                                expandStarGroups(expression.substring(0, i) + choice + expression.substring(end + 1)));
                    }
                    return all;
                }
                i = end;
            }
        }
        return List.of(expression);
    }

    private static List<String> choices(String expression, int open, int end) {
        List<String> choices = new ArrayList<>(split(expression.substring(open + 1, end), '|'));
        if (expression.charAt(open) == '[') {
            choices.add("");
        }
        return choices;
    }

    /** Folded; a way that is to end with its word, with each thing that may stand behind it. */
    private static Stream<String> withWordEnds(String way) {
        boolean whole = way.strip().endsWith("_");
        String words = NormalizedText.normalize(way).strip();
        return whole
                ? WORD_ENDS.chars().mapToObj(end -> words + (char) end)
                : Stream.of(way.endsWith(" ") ? words + " " : words);
    }

    /** What is in the group, if one group is all of it. */
    private static String unwrapGroup(String expression) {
        return expression.startsWith("(") && groupEnd(expression, 0) == expression.length() - 1
                ? expression.substring(1, expression.length() - 1)
                : expression;
    }

    /** Splits outside of groups. */
    private static List<String> split(String expression, char separator) {
        List<String> parts = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < expression.length(); i++) {
            char c = expression.charAt(i);
            if (c == '(' || c == '[') {
                i = groupEnd(expression, i);
            } else if (c == separator) {
                parts.add(expression.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(expression.substring(start));
        return parts;
    }

    private static List<String> expandGroups(String piece) {
        for (int i = 0; i < piece.length(); i++) {
            char c = piece.charAt(i);
            if (c == '(' || c == '[') {
                int end = groupEnd(piece, i);
                List<String> all = new ArrayList<>();
                for (String choice : choices(piece, i, end)) {
                    all.addAll(expandGroups(piece.substring(0, i) + choice + piece.substring(end + 1)));
                }
                return all;
            }
            if (c == '*' || c == ')' || c == ']') {
                throw new IllegalArgumentException("a star or bracket where none can be: " + piece);
            }
        }
        return List.of(piece);
    }

    private static int groupEnd(String expression, int open) {
        int depth = 0;
        for (int i = open; i < expression.length(); i++) {
            char c = expression.charAt(i);
            if (c == '(' || c == '[') {
                depth++;
            } else if (c == ')' || c == ']') {
                depth--;
                if (depth == 0) {
                    return i;
                }
            }
        }
        throw new IllegalArgumentException("a bracket is not closed: " + expression);
    }
}
