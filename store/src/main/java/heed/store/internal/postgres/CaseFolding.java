package heed.store.internal.postgres;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The characters that a database must replace in a text before it normalises the text (NFC) and compares it with keys. They
 * are not all characters with a case, only those whose folded form can be part of one of the keys: any other character is in
 * no key, folded or not.
 *
 * @param from the characters to replace
 * @param to the replacement of each of them, in the same order
 */
record CaseFolding(String from, String to) {
    /** The characters that folding changes, by the base character of their folded form. */
    private static final Map<Integer, List<Integer>> BY_BASE = new HashMap<>();

    static {
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            int folded = Character.toLowerCase(Character.toUpperCase(c)); // as TextKey folds
            if (folded != c) {
                BY_BASE.computeIfAbsent(base(folded), base -> new ArrayList<>()).add(c);
            }
        }
    }

    /** Returns the folding that suffices for a comparison with these keys. */
    static CaseFolding forKeys(List<String> keys) {
        Set<Integer> bases = new HashSet<>();
        keys.forEach(key ->
                Normalizer.normalize(key, Normalizer.Form.NFD).codePoints().forEach(bases::add));
        StringBuilder from = new StringBuilder();
        StringBuilder to = new StringBuilder();
        bases.stream().sorted().forEach(base -> {
            for (int c : BY_BASE.getOrDefault(base, List.of())) {
                from.appendCodePoint(c);
                to.appendCodePoint(Character.toLowerCase(Character.toUpperCase(c)));
            }
        });
        return new CaseFolding(from.toString(), to.toString());
    }

    /** Returns the base character of a character, without its combining marks. */
    private static int base(int character) {
        return Normalizer.normalize(Character.toString(character), Normalizer.Form.NFD)
                .codePointAt(0);
    }
}
