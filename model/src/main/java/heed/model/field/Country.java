package heed.model.field;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A country of ISO 3166-1, with its English short name. Read from {@code countries.tsv}: alpha-2, alpha-3, name, further
 * names that people write.
 *
 * @param code alpha-2, upper case
 * @param alpha3 alpha-3, upper case
 */
public record Country(String code, String alpha3, String name) {
    private static final Pattern MARKS = Pattern.compile("\\p{M}|\\.");
    private static final Pattern SPACES = Pattern.compile("[\\s,]+");
    private static final Map<String, Country> BY_KEY = new HashMap<>();
    private static final List<Country> ALL = new ArrayList<>();

    static {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(Country.class.getResourceAsStream("countries.tsv")), StandardCharsets.UTF_8))) {
            lines.lines().filter(line -> !line.startsWith("#")).forEach(Country::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(String line) {
        String[] cells = line.split("\t", -1);
        Country country = new Country(cells[0], cells[1], cells[2]);
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

    /** By alpha-2 or alpha-3 code, English name or a common other name, in any case; dots do not matter ("U.S.A."). */
    public static Optional<Country> find(String text) {
        String key = TextKey.of(text);
        Country exactMatch = BY_KEY.get(key); // most files have codes or plain names
        return Optional.ofNullable(exactMatch == null ? BY_KEY.get(lookupKey(key)) : exactMatch);
    }

    /** All countries, by code. */
    public static List<Country> all() {
        return List.copyOf(ALL);
    }

    /** Without dots, accents, and a leading "the"; curly apostrophes and hyphens as plain ones and spaces. */
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
