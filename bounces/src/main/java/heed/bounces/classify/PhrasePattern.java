package heed.bounces.classify;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One wording of a phrase in the notation of the rule files, such as {@code (mailbox|inbox) * [is ]full}. A star separates pieces
 * with any words between them, {@code (a|b)} is a choice, {@code [a]} is optional, and {@code a_} is a whole word. A group around
 * the whole expression may contain whole phrases.
 */
record PhrasePattern(List<Piece> pieces) {
    /** The character behind a piece whose last word may continue. */
    static final char WORD_START = '+';

    /**
     * Words that are searched literally. The words between two stars form several pieces where a group follows a word. One piece
     * would need every combination of the choices of all its groups.
     *
     * @param alternatives the spellings of the piece, normalized; one whose last word may continue ends with
     *     {@link #WORD_START}
     * @param adjacent whether the piece must directly follow the piece before it
     */
    record Piece(List<String> alternatives, boolean adjacent) {}

    /**
     * Returns every wording of an expression.
     *
     * @throws IllegalArgumentException if the expression is malformed
     */
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

    /** Returns the pieces followed by the words. Each optional word doubles the results: one without it, one with it. */
    private static List<List<Piece>> append(List<Piece> pieces, List<String> words) {
        List<List<Piece>> all = new ArrayList<>(List.of(pieces));
        for (String word : words) {
            boolean optional = word.startsWith("[") && groupEnd(word, 0) == word.length() - 1;
            List<String> spellings = alternatives(optional ? "(" + word.substring(1, word.length() - 1) + ")" : word);
            List<List<Piece>> longer = new ArrayList<>(optional ? all : List.of());
            for (List<Piece> before : all) {
                List<Piece> extended = new ArrayList<>(before);
                extended.add(new Piece(spellings, before.size() > pieces.size()));
                longer.add(extended);
            }
            all = longer;
        }
        return all;
    }

    private static List<String> alternatives(String word) {
        List<String> spellings = expandGroups(word).stream()
                .map(PhrasePattern::normalize)
                .distinct()
                .toList();
        if (spellings.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("a piece of a phrase may not be empty: " + word);
        }
        return spellings;
    }

    /** Splits a text before each group that follows a space, and behind each group whose choices all end with a space. */
    private static List<String> words(String between) {
        List<String> words = new ArrayList<>();
        int start = 0;
        boolean cuttable = true; // a space, or the start of the text, is before the index
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

    /** Returns one expression for each choice of a group in which a choice has a star, since a piece cannot contain a star. */
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

    /** Returns the choices of the group between two brackets; an optional group has an empty choice too. */
    private static List<String> choices(String expression, int open, int end) {
        List<String> choices = new ArrayList<>(split(expression.substring(open + 1, end), '|'));
        if (expression.charAt(open) == '[') {
            choices.add("");
        }
        return choices;
    }

    /** Normalizes a spelling. A space at its end is kept, because another piece follows it. */
    private static String normalize(String spelling) {
        boolean wordStart = spelling.strip().endsWith(String.valueOf(WORD_START));
        String literal = wordStart ? spelling.substring(0, spelling.lastIndexOf(WORD_START)) : spelling;
        String words = NormalizedText.normalize(literal).strip();
        if (words.isEmpty()) {
            return words;
        }
        return words + (wordStart ? String.valueOf(WORD_START) : spelling.endsWith(" ") ? " " : "");
    }

    /** Removes the brackets of a group that is the whole expression. */
    private static String unwrapGroup(String expression) {
        return expression.startsWith("(") && groupEnd(expression, 0) == expression.length() - 1
                ? expression.substring(1, expression.length() - 1)
                : expression;
    }

    /** Splits an expression at the separators that are outside of groups. */
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

    /** Returns every combination of the choices of all groups. */
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

    /** Returns the index of the bracket that closes the one at {@code open}. */
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
