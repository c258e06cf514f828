package heed.cli.internal.console;

import heed.filters.json.QuotedText;
import heed.model.field.Country;
import java.util.List;
import java.util.stream.Collectors;

/** Texts that name no country, as commands show them. */
public final class CountryWords {
    private CountryWords() {}

    /** Returns the texts in quotes, with commas between them; behind one that several countries can be, which ones. */
    public static String list(List<String> texts) {
        return texts.stream().map(CountryWords::describe).collect(Collectors.joining(", "));
    }

    private static String describe(String text) {
        return QuotedText.of(text)
                + Country.ambiguity(text)
                        .map(reason -> " (ambiguous: " + reason + ")")
                        .orElse("");
    }
}
