package heed.model.field;

import heed.model.text.TsvResource;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A country of ISO 3166-1 with its English short name. The countries are read from {@code countries.tsv}, whose columns
 * are the alpha-2 code, the alpha-3 code, the name, and other names in use.
 *
 * @param code the alpha-2 code, upper case
 * @param alpha3 the alpha-3 code, upper case
 * @param name the English short name
 */
public record Country(String code, String alpha3, String name) {
    private static final Pattern MARKS = Pattern.compile("\\p{M}|\\.");
    private static final Pattern SPACES = Pattern.compile("[\\s,]+");
    private static final Map<String, Country> BY_KEY = new HashMap<>();
    private static final List<Country> ALL = new ArrayList<>();

    static {
        TsvResource.readRows(Country.class, "countries.tsv").forEach(Country::add);
    }

    private static void add(String line) {
        List<String> cells = TsvResource.cells(line, 4);
        Country country = new Country(cells.get(0), cells.get(1), cells.get(2));
        ALL.add(country);
        for (String cell : cells) {
            for (String name : cell.split("\\|", -1)) {
                Country other = name.isEmpty() ? null : BY_KEY.put(lookupKey(TextKey.of(name)), country);
                if (other != null && !other.equals(country)) {
                    throw new IllegalStateException("two countries are called " + name);
                }
            }
        }
    }

    /**
     * Finds a country by alpha-2 or alpha-3 code, English name or another common name. Case, accents, dots ("U.S.A.")
     * and a leading "the" are ignored. Returns empty if no country has that name.
     */
    public static Optional<Country> find(String text) {
        String key = TextKey.of(text);
        Country exactMatch = BY_KEY.get(key); // fast path: most files contain codes or plain names
        return Optional.ofNullable(exactMatch == null ? BY_KEY.get(lookupKey(key)) : exactMatch);
    }

    /** Returns all countries, ordered by alpha-2 code. */
    public static List<Country> all() {
        return List.copyOf(ALL);
    }

    /**
     * Returns the name without dots, accents and a leading "the", with plain apostrophes and with spaces instead of
     * hyphens.
     */
    private static String lookupKey(String key) {
        String normalized = Normalizer.normalize(key, Normalizer.Form.NFD)
                .replace('\u2019', '\'')
                .replace('-', ' ');
        normalized = SPACES.matcher(MARKS.matcher(normalized).replaceAll(""))
                .replaceAll(" ")
                .strip();
        return normalized.startsWith("the ") ? normalized.substring(4) : normalized;
    }
}
