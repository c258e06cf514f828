package heed.engine.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Patterns of JSON Schema (ECMA-262, without flags) that match names in upper and lower case, as {@link heed.model.field.TextKey}
 * compares them.
 */
final class CasePattern {
    /** White space as {@code TextKey} strips it. */
    private static final String BLANK =
            "[\\u0000\\t-\\r\\u001c- \\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff]*";

    /** The characters of the Basic Multilingual Plane that are equal without regard to case, by their common form. */
    private static final Map<Integer, String> VARIANTS = IntStream.rangeClosed(0, Character.MAX_VALUE)
            .filter(Character::isLetter)
            .boxed()
            .collect(Collectors.groupingBy(
                    CasePattern::fold, Collectors.mapping(Character::toString, Collectors.joining())));

    private CasePattern() {}

    /** Returns the pattern of names that white space may surround. */
    static String of(List<String> names) {
        return surrounded(alternatives(names));
    }

    /** Returns the pattern of names without white space around them. */
    static String ofExact(List<String> names) {
        return "^(?:" + alternatives(names) + ")$";
    }

    /** Returns the pattern of an expression that white space may surround. */
    static String surrounded(String expression) {
        return "^" + BLANK + "(?:" + expression + ")" + BLANK + "$";
    }

    /** Returns the expression of words of ASCII letters and digits, in which words with the same beginning share it. */
    static String ofWords(NavigableSet<String> words) {
        return ofEndings(new ArrayList<>(words), 0);
    }

    /** Returns the expression of the endings of sorted words, which are equal up to the start of the endings. */
    private static String ofEndings(List<String> words, int start) {
        List<String> alternatives = new ArrayList<>();
        for (int from = 0, to; from < words.size(); from = to) {
            if (words.get(from).length() == start) {
                to = from + 1;
                continue;
            }
            char letter = words.get(from).charAt(start);
            for (to = from + 1; to < words.size() && words.get(to).charAt(start) == letter; ) {
                to++;
            }
            String upper = Character.toString(Character.toUpperCase(letter));
            alternatives.add((Character.isDigit(letter) ? upper : "[" + upper + letter + "]")
                    + ofEndings(words.subList(from, to), start + 1));
        }
        boolean wordEnds = words.get(0).length() == start;
        if (alternatives.isEmpty()) {
            return "";
        } else if (alternatives.size() == 1 && !wordEnds) {
            return alternatives.get(0);
        }
        return "(?:" + String.join("|", alternatives) + ")" + (wordEnds ? "?" : "");
    }

    private static String alternatives(List<String> names) {
        return new TreeSet<>(names).stream().map(CasePattern::anyCase).collect(Collectors.joining("|"));
    }

    private static String anyCase(String name) {
        return name.codePoints().mapToObj(CasePattern::variants).collect(Collectors.joining());
    }

    private static String variants(int character) {
        String variants = VARIANTS.getOrDefault(fold(character), "");
        if (variants.length() > 1) {
            return "[" + variants + "]";
        }
        boolean plain = Character.isLetterOrDigit(character) || character == ' ' || character > 127;
        return plain ? Character.toString(character) : "\\" + Character.toString(character);
    }

    private static int fold(int character) {
        return Character.toLowerCase(Character.toUpperCase(character));
    }
}
