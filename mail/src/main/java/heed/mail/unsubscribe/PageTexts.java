package heed.mail.unsubscribe;

import heed.model.text.TsvResource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The texts of the unsubscribe pages in one language, from {@code pages.tsv}. Immutable. */
final class PageTexts {
    private static final int MAX_HEADER = 1_000;
    private static final Map<String, PageTexts> BY_LANGUAGE = read();

    private final String language;
    private final Map<String, String> texts;

    private PageTexts(String language, Map<String, String> texts) {
        this.language = language;
        this.texts = Map.copyOf(texts);
    }

    private static Map<String, PageTexts> read() {
        Map<String, Map<String, String>> texts = new LinkedHashMap<>();
        for (String row : TsvResource.readRows(PageTexts.class, "pages.tsv")) {
            List<String> cells = TsvResource.cells(row, 3);
            texts.computeIfAbsent(cells.get(0), language -> new LinkedHashMap<>())
                    .put(cells.get(1), cells.get(2));
        }
        Map<String, PageTexts> byLanguage = new LinkedHashMap<>();
        Set<String> keys = texts.values().iterator().next().keySet();
        texts.forEach((language, own) -> {
            if (!own.keySet().equals(keys)) {
                Set<String> missing = new HashSet<>(keys);
                missing.removeAll(own.keySet());
                throw new IllegalStateException("pages.tsv: the language " + language + " lacks " + missing);
            }
            byLanguage.put(language, new PageTexts(language, own));
        });
        return byLanguage;
    }

    /** Returns the languages in their order; the first is the default. */
    static List<String> languages() {
        return List.copyOf(BY_LANGUAGE.keySet());
    }

    /**
     * Returns the texts in the language that a browser prefers.
     *
     * @param acceptLanguage the header Accept-Language (RFC 9110, section 12.5.4); empty, or not valid, for the default
     */
    static PageTexts forReader(Optional<String> acceptLanguage) {
        String language = acceptLanguage
                .filter(header -> header.length() <= MAX_HEADER)
                .flatMap(PageTexts::lookUp)
                .orElse(languages().get(0));
        return Optional.ofNullable(BY_LANGUAGE.get(language)).orElseThrow();
    }

    private static Optional<String> lookUp(String header) {
        try {
            return Optional.ofNullable(
                    Locale.lookupTag(Locale.LanguageRange.parse(header), new ArrayList<>(BY_LANGUAGE.keySet())));
        } catch (IllegalArgumentException notValid) {
            return Optional.empty();
        }
    }

    String language() {
        return language;
    }

    /** Returns the direction of the language's writing, as HTML names it. */
    String direction() {
        return get("dir");
    }

    /** @throws IllegalArgumentException if there is no such text */
    String get(String key) {
        String text = texts.get(key);
        if (text == null) {
            throw new IllegalArgumentException("there is no text " + key);
        }
        return text;
    }
}
