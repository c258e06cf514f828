package heed.imports.format;

import heed.model.field.TextKey;
import java.text.Normalizer;
import java.time.DayOfWeek;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/**
 * The names of months and weekdays in the languages that files are read in: the full and short names of CLDR, which the
 * JDK contains, with and without accents. The first three letters of a name are read too if only one month has them.
 */
final class MonthNames {
    private static final List<Locale> LANGUAGES =
            List.of("en", "de", "de-AT", "fr", "es", "it", "pt", "nl", "pl", "cs", "sv", "da", "nb", "fi").stream()
                    .map(Locale::forLanguageTag)
                    .toList();
    private static final List<TextStyle> STYLES =
            List.of(TextStyle.FULL, TextStyle.FULL_STANDALONE, TextStyle.SHORT, TextStyle.SHORT_STANDALONE);
    private static final int PREFIX_LENGTH = 3;
    private static final Pattern ACCENTS = Pattern.compile("\\p{M}+");
    private static final Map<String, Month> MONTHS = months();
    private static final Set<String> WEEKDAYS = weekdays();

    private MonthNames() {}

    /** Returns the month with that name, ignoring case and a point at the end. */
    static Optional<Month> month(String word) {
        return Optional.ofNullable(MONTHS.get(key(word)));
    }

    /** Tests whether a word is the name of a weekday. */
    static boolean isWeekday(String word) {
        return WEEKDAYS.contains(key(word));
    }

    private static Map<String, Month> months() {
        Map<String, Month> names = new HashMap<>();
        Set<String> ambiguous = new HashSet<>();
        for (Locale language : LANGUAGES) {
            for (Month month : Month.values()) {
                for (TextStyle style : STYLES) {
                    spell(month.getDisplayName(style, language), month, (name, of) -> add(names, ambiguous, name, of));
                }
            }
        }
        names.put("mrz", Month.MARCH); // how German spreadsheets abbreviate März
        names.keySet().removeAll(ambiguous);
        addPrefixes(names);
        return Map.copyOf(names);
    }

    private static void addPrefixes(Map<String, Month> names) {
        Map<String, Month> prefixes = new HashMap<>();
        Set<String> ambiguous = new HashSet<>();
        names.forEach((name, month) -> {
            if (name.length() > PREFIX_LENGTH) {
                add(prefixes, ambiguous, name.substring(0, PREFIX_LENGTH), month);
            }
        });
        prefixes.keySet().removeAll(ambiguous);
        prefixes.forEach(names::putIfAbsent);
    }

    private static void spell(String name, Month month, BiConsumer<String, Month> add) {
        add.accept(key(name), month);
        add.accept(
                ACCENTS.matcher(Normalizer.normalize(key(name), Normalizer.Form.NFD))
                        .replaceAll(""),
                month);
    }

    private static void add(Map<String, Month> names, Set<String> ambiguous, String name, Month month) {
        Month other = names.put(name, month);
        if (other != null && other != month) {
            ambiguous.add(name);
        }
    }

    private static Set<String> weekdays() {
        Set<String> names = new HashSet<>();
        for (Locale language : LANGUAGES) {
            for (DayOfWeek day : DayOfWeek.values()) {
                STYLES.forEach(style -> names.add(key(day.getDisplayName(style, language))));
            }
        }
        names.removeIf(name -> MONTHS.containsKey(name));
        return Set.copyOf(names);
    }

    private static String key(String word) {
        String key = TextKey.of(word);
        return key.endsWith(".") ? key.substring(0, key.length() - 1) : key;
    }
}
