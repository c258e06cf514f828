package heed.model.field;

import com.ibm.icu.util.ULocale;
import com.ibm.icu.util.UResourceBundle;
import com.ibm.icu.util.UResourceBundleIterator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.Optional;
import java.util.Set;

/**
 * The names of countries in other languages than English, from Unicode's Common Locale Data Repository (CLDR), in the version
 * of ICU4J, so that they do not depend on the Java runtime. They are loaded when a name is first looked up that is no English
 * one, which takes less than half a second.
 */
final class CountryNames {
    /** The official languages of the European Union, and others in which lists of contacts are common. */
    static final List<String> LANGUAGES = List.of(
            "af", "ar", "az", "be", "bg", "bn", "bs", "ca", "cs", "cy", "da", "de", "el", "en", "es", "et", "eu", "fa",
            "fi", "fil", "fr", "ga", "gl", "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ja", "ka", "kk", "ko", "lb",
            "lt", "lv", "mk", "ms", "mt", "nl", "nn", "no", "pl", "pt", "pt-PT", "ro", "ru", "sk", "sl", "sq", "sr",
            "sr-Latn", "sv", "sw", "ta", "th", "tr", "uk", "ur", "vi", "zh", "zh-Hant");

    /** The tables of a language: the usual names, short ones, and other ones in use. */
    private static final List<String> TABLES = List.of("Countries", "Countries%short", "Countries%variant");

    private static final String REGIONS = "com/ibm/icu/impl/data/icudata/region";

    private CountryNames() {}

    /** Finds the only country that has this name in any of the languages; empty if none or several have it. */
    static Optional<Country> find(CountryNameKey key) {
        Country written = Loaded.INDEX.byText.get(key.text());
        return written == null && key.isDistinctive()
                ? Optional.ofNullable(Loaded.INDEX.byFolded.get(key.folded()))
                : Optional.ofNullable(written);
    }

    /** Returns the keys of the names, without accents. */
    static Set<String> foldedNames() {
        return Set.copyOf(Loaded.INDEX.byFolded.keySet());
    }

    /** Passes every name of the languages. */
    static void forEach(NameConsumer consumer) {
        for (String language : LANGUAGES) {
            UResourceBundle bundle = UResourceBundle.getBundleInstance(REGIONS, ULocale.forLanguageTag(language));
            for (String table : TABLES) {
                forEach(language, bundle, table, consumer);
            }
        }
    }

    private static void forEach(String language, UResourceBundle bundle, String table, NameConsumer consumer) {
        UResourceBundle names;
        try {
            names = bundle.get(table);
        } catch (MissingResourceException noSuchTable) {
            return;
        }
        UResourceBundleIterator rows = names.getIterator();
        while (rows.hasNext()) {
            UResourceBundle name = rows.next();
            Country.ofCode(name.getKey()).ifPresent(country -> consumer.accept(language, name.getString(), country));
        }
    }

    /** Receives a name of a country in a language. */
    interface NameConsumer {
        void accept(String language, String name, Country country);
    }

    /** The names by their keys, without those of several countries. */
    private static final class Index {
        final Map<String, Country> byText = new HashMap<>();
        final Map<String, Country> byFolded = new HashMap<>();
        private final Set<String> shared = new HashSet<>();

        void add(String language, String name, Country country) {
            CountryNameKey key = CountryNameKey.of(name);
            put(byText, key.text(), country);
            if (key.isDistinctive()) {
                put(byFolded, key.folded(), country);
            }
            if (language.equals("de")) { // umlauts are also written as two letters
                String digraphs =
                        key.text().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue");
                put(byFolded, CountryNameKey.folded(digraphs), country);
            }
        }

        private void put(Map<String, Country> names, String key, Country country) {
            Country other = names.putIfAbsent(key, country);
            if (other != null && !other.equals(country)) {
                shared.add(key);
            }
        }

        void removeShared() {
            byText.keySet().removeAll(shared);
            byFolded.keySet().removeAll(shared);
        }
    }

    /** Loads the names on first use. */
    private static final class Loaded {
        static final Index INDEX = load();

        private static Index load() {
            Index index = new Index();
            forEach(index::add);
            index.removeShared();
            return index;
        }
    }
}
