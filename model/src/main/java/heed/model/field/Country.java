package heed.model.field;

import heed.model.text.TsvResource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A country of ISO 3166-1, or Kosovo, with its English short name. The countries are read from {@code countries.tsv}, whose
 * columns are the alpha-2 code, the alpha-3 code, the name, and other names in use.
 *
 * @param code the alpha-2 code, upper case
 * @param alpha3 the alpha-3 code, upper case
 * @param name the English short name
 */
public record Country(String code, String alpha3, String name) {
    private static final int FLAG_LETTER_A = 0x1F1E6; // regional indicator symbol letter A
    /** What stands between two names of one country, as in "DE - Germany" and "Germany (DE)". */
    private static final Pattern SEPARATORS = Pattern.compile("[-‐-―:/|()\\[\\],;]+");

    private static final Map<String, Country> BY_CODE = new HashMap<>();
    private static final Map<String, Country> BY_ENGLISH_NAME = new HashMap<>();
    /** The codes of the countries that share a name, by that name. */
    private static final Map<String, String> SHARED_NAMES = new HashMap<>();

    private static final List<Country> ALL = new ArrayList<>();

    static {
        TsvResource.readRows(Country.class, "countries.tsv").forEach(Country::add);
    }

    private static void add(String line) {
        List<String> cells = TsvResource.cells(line, 4);
        if (cells.get(0).equals("-")) {
            for (String name : cells.get(3).split("\\|", -1)) {
                SHARED_NAMES.put(CountryNameKey.folded(name), cells.get(2));
            }
            return;
        }
        Country country = new Country(cells.get(0), cells.get(1), cells.get(2));
        ALL.add(country);
        BY_CODE.put(TextKey.of(country.code), country);
        BY_CODE.put(TextKey.of(country.alpha3), country);
        addName(country.name, country);
        for (String name : cells.get(3).split("\\|", -1)) {
            if (!name.isEmpty()) {
                addName(name, country);
            }
        }
    }

    private static void addName(String name, Country country) {
        Country other = BY_ENGLISH_NAME.put(CountryNameKey.folded(name), country);
        if (other != null && !other.equals(country)) {
            throw new IllegalStateException("two countries are called " + name);
        }
    }

    /**
     * Finds a country by its alpha-2 or alpha-3 code, its flag, its English name, formal name or another name in use, or its
     * name in one of the languages of {@link CountryNames}. Several of them, separated by punctuation, find the country if all
     * are the same one's: "DE - Germany". Case, accents, punctuation and the order of the words are ignored.
     *
     * <p>An earlier rule wins: a code, then a name of {@code countries.tsv}, then a name in another language. A name that
     * several countries have in other languages is no name of any. Of the numeric codes, those are read that have three digits
     * and cannot be dialing codes ({@link CountryNumbers}).
     *
     * @return empty if no country has that name, if several have it ({@link #ambiguity}), or if the text has a question mark
     */
    public static Optional<Country> find(String text) {
        Country byCode = BY_CODE.get(TextKey.of(text)); // fast path: most files contain codes or plain names
        if (byCode != null) {
            return Optional.of(byCode);
        }
        CountryNameKey key = CountryNameKey.of(text);
        if (CountryNumbers.isNumber(key.text())) {
            return CountryNumbers.mayBeDialingCode(key.text()) ? Optional.empty() : CountryNumbers.find(key.text());
        }
        if (key.text().contains("?")) {
            return Optional.empty(); // the author was not sure
        }
        return findName(key).or(() -> findFlag(text)).or(() -> findRepeated(key.text()));
    }

    /**
     * Returns why a text that {@link #find} does not understand can mean several countries, as the rest of a sentence that
     * begins with the text: "can be North Korea or South Korea". Empty for another text.
     */
    public static Optional<String> ambiguity(String text) {
        CountryNameKey key = CountryNameKey.of(text);
        String codes = SHARED_NAMES.get(key.folded());
        if (codes != null) {
            return Optional.of("can be "
                    + Arrays.stream(codes.split(" ", -1))
                            .map(code -> ofCode(code).orElseThrow().name)
                            .collect(Collectors.joining(" or ")));
        }
        return CountryNumbers.mayBeDialingCode(key.text())
                ? CountryNumbers.find(key.text())
                        .map(country ->
                                "can be the ISO number of " + country.name + " or a dialing code of another country")
                : Optional.empty();
    }

    private static Optional<Country> findName(CountryNameKey key) {
        if (key.isEmpty() || SHARED_NAMES.containsKey(key.folded())) {
            return Optional.empty();
        }
        Country byCode = BY_CODE.get(key.text());
        Country country = byCode == null && key.isDistinctive() ? BY_ENGLISH_NAME.get(key.folded()) : byCode;
        return country == null ? CountryNames.find(key) : Optional.of(country);
    }

    /** Returns the country whose flag the text is: two regional indicator symbols (Unicode Technical Standard 51). */
    private static Optional<Country> findFlag(String text) {
        int[] letters = TextKey.clean(text)
                .codePoints()
                .map(codePoint -> codePoint - FLAG_LETTER_A + 'a')
                .toArray();
        return letters.length == 2 && letters[0] >= 'a' && letters[0] <= 'z'
                ? Optional.ofNullable(BY_CODE.get(new String(letters, 0, 2)))
                : Optional.empty();
    }

    /** Returns the country of which every part between separators is a name; empty if there is only one part. */
    private static Optional<Country> findRepeated(String text) {
        Country found = null;
        int parts = 0;
        for (String part : SEPARATORS.split(text, -1)) {
            if (part.isBlank()) {
                continue;
            }
            Optional<Country> country = findName(CountryNameKey.of(part));
            if (country.isEmpty() || (found != null && !found.equals(country.get()))) {
                return Optional.empty();
            }
            found = country.get();
            parts++;
        }
        return parts > 1 ? Optional.ofNullable(found) : Optional.empty();
    }

    /**
     * Returns the words of the names that {@link #find} knows, in lower case, in alphabetical order. A text of ASCII characters without
     * full stops and apostrophes that has another word is no name of a country.
     */
    public static NavigableSet<String> asciiWords() {
        NavigableSet<String> words = new TreeSet<>(BY_CODE.keySet());
        Stream.concat(BY_ENGLISH_NAME.keySet().stream(), CountryNames.foldedNames().stream())
                .map(CountryNameKey::of)
                .flatMap(CountryNameKey::asciiWords)
                .forEach(words::add);
        return words;
    }

    /** Returns all countries, ordered by alpha-2 code. */
    public static List<Country> all() {
        return List.copyOf(ALL);
    }

    /** Finds a country by its alpha-2 or alpha-3 code in upper case. */
    static Optional<Country> ofCode(String code) {
        return Optional.ofNullable(BY_CODE.get(TextKey.of(code)));
    }
}
