package heed.store.internal.postgres;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a database must fold of a text, character by character, before it is normalised (NFC) and compared with keys: not
 * all of Unicode, but the characters that can become part of a key. Any other folds to what is no part of it.
 *
 * @param from these characters
 * @param to what each of them becomes, in the same order
 */
record CaseFolding(String from, String to) {
    private static final Map<Integer, List<Integer>> BY_BASE = new HashMap<>();

    static {
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            int folded = Character.toLowerCase(Character.toUpperCase(c)); // as TextKey folds
            if (folded != c) {
                BY_BASE.computeIfAbsent(base(folded), base -> new ArrayList<>()).add(c);
            }
        }
    }

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

    /** The character that it is made of, without its marks. */
    private static int base(int character) {
        return Normalizer.normalize(Character.toString(character), Normalizer.Form.NFD)
                .codePointAt(0);
    }
}
