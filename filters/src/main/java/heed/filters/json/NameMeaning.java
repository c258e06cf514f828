package heed.filters.json;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the short words of a name say: a negation, one of two opposites, a number. A name that differs in one of these from what
 * was typed is never a typing error of it, however few letters differ: "equals" is not "not-equals", "Email Opt Out" is not
 * "Email Opt In", "last 60 days" is not "last 90 days".
 */
final class NameMeaning {
    private static final Set<String> NEGATIONS =
            Set.of("not", "no", "non", "never", "without", "isnt", "arent", "doesnt", "dont", "cannot", "cant");
    /** Words that begin like a negation without being one are not in this list: note, notify, nonprofit. */
    private static final List<String> NEGATED_BEGINNINGS = List.of(
            "notequal",
            "notin",
            "notcontain",
            "notstart",
            "notend",
            "notempty",
            "nonempty",
            "notlike",
            "doesnot",
            "isnot");

    private static final List<List<Set<String>>> OPPOSITES = List.of(
            List.of(
                    Set.of("less", "fewer", "below", "under", "smaller", "lower", "before", "until", "most"),
                    Set.of(
                            "more", "greater", "above", "over", "larger", "higher", "bigger", "after", "since",
                            "least")),
            List.of(Set.of("older", "earlier"), Set.of("newer", "younger", "later")),
            List.of(
                    Set.of("last", "past", "previous", "ago", "yesterday"),
                    Set.of("next", "coming", "following", "ahead", "tomorrow", "now"),
                    Set.of("this", "today", "current")),
            List.of(Set.of("start", "starts", "begin", "begins"), Set.of("end", "ends")),
            List.of(Set.of("in", "into", "subscribed", "subscribe"), Set.of("out", "unsubscribed", "unsubscribe")),
            List.of(Set.of("all", "and"), Set.of("any", "or")),
            List.of(Set.of("add", "set"), Set.of("remove", "clear", "delete")));

    private NameMeaning() {}

    /** Returns whether a name says the opposite of what was typed, leaves out its negation or number, or adds one. */
    static boolean differs(String typed, String name) {
        List<String> typedWords = words(typed);
        List<String> nameWords = words(name);
        return isNegated(typedWords) != isNegated(nameWords)
                || !numbers(typedWords).equals(numbers(nameWords))
                || OPPOSITES.stream().anyMatch(sides -> opposed(typedWords, nameWords, sides));
    }

    private static boolean opposed(List<String> typed, List<String> name, List<Set<String>> sides) {
        Set<Integer> typedSides = sidesOf(typed, sides);
        Set<Integer> nameSides = sidesOf(name, sides);
        return !typedSides.isEmpty() && !nameSides.isEmpty() && !typedSides.equals(nameSides);
    }

    private static Set<Integer> sidesOf(List<String> words, List<Set<String>> sides) {
        Set<Integer> found = new TreeSet<>();
        for (int i = 0; i < sides.size(); i++) {
            if (words.stream().anyMatch(sides.get(i)::contains)) {
                found.add(i);
            }
        }
        return found;
    }

    private static boolean isNegated(List<String> words) {
        return words.stream()
                .anyMatch(word -> NEGATIONS.contains(word)
                        || Set.of("nto", "ont", "nott").contains(word)
                        || NEGATED_BEGINNINGS.stream().anyMatch(word::startsWith));
    }

    private static Set<String> numbers(List<String> words) {
        Set<String> numbers = new TreeSet<>();
        words.stream()
                .map(word -> word.replaceAll("\\D", ""))
                .filter(digits -> !digits.isEmpty())
                .forEach(numbers::add);
        return numbers;
    }

    /** Returns the words in lower case: parts between spaces and punctuation, and the parts of a camel-case word. */
    private static List<String> words(String name) {
        String spaced = name.replaceAll("['’]", "").replaceAll("(\\p{Ll})(\\p{Lu})", "$1 $2");
        return Arrays.stream(spaced.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+", -1))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
