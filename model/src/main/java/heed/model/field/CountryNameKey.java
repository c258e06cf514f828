package heed.model.field;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The keys by which names of countries are compared.
 *
 * @param text the name in lower case, with its accents and punctuation
 * @param folded the words of the name in alphabetical order, without accents, punctuation, "the", "of" and "and"
 */
record CountryNameKey(String text, String folded) {
    private static final int MIN_FOLDED_LENGTH = 4;
    private static final Pattern MARKS = Pattern.compile("\\p{M}|[.'’ʻʼ]");
    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");
    /** Words that stand for others; an empty one is left out. */
    private static final Map<String, String> WORDS =
            Map.of("the", "", "of", "", "and", "", "st", "saint", "rep", "republic", "dem", "democratic");

    static CountryNameKey of(String name) {
        String text = TextKey.of(Normalizer.normalize(name, Normalizer.Form.NFKC));
        return new CountryNameKey(text, fold(text));
    }

    static String folded(String name) {
        return of(name).folded;
    }

    /** Returns the words of ASCII letters and digits that a name with this key can have. */
    Stream<String> asciiWords() {
        return Stream.concat(Arrays.stream(folded.split(" ", -1)), WORDS.keySet().stream())
                .filter(word -> !word.isEmpty() && word.chars().allMatch(c -> c < 128));
    }

    boolean isEmpty() {
        return folded.isEmpty();
    }

    /**
     * Returns whether the name is still the same one without its accents. A short one may not be: Áo is Austria in Vietnamese,
     * and AO is the code of Angola.
     */
    boolean isDistinctive() {
        return folded.length() >= MIN_FOLDED_LENGTH || text.chars().allMatch(c -> c < 128);
    }

    private static String fold(String text) {
        String plain =
                MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFD)).replaceAll("");
        return Arrays.stream(NO_WORD.split(plain, -1))
                .map(word -> WORDS.getOrDefault(word, word))
                .filter(word -> !word.isEmpty())
                .sorted()
                .collect(Collectors.joining(" "));
    }
}
