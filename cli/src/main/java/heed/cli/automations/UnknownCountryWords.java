package heed.cli.automations;

import heed.cli.internal.console.CountryWords;
import heed.cli.internal.console.TerminalText;
import heed.filters.json.QuotedText;
import heed.model.store.UnknownCountries;
import java.util.List;

/** Countries that are not understood, as commands show them. */
final class UnknownCountryWords {
    private UnknownCountryWords() {}

    /** The prospects whose country is not understood, as JSON, with the most frequent values. */
    record UnknownCountriesAnswer(String field, long prospects, List<String> values) {}

    static List<UnknownCountriesAnswer> toAnswers(List<UnknownCountries> unknownCountries) {
        return unknownCountries.stream()
                .map(unknown ->
                        new UnknownCountriesAnswer(unknown.field().label(), unknown.prospects(), unknown.values()))
                .toList();
    }

    /** Returns a sentence for each field. */
    static List<String> sentences(List<UnknownCountries> unknownCountries) {
        return unknownCountries.stream()
                .map(unknown -> TerminalText.formatCount(unknown.prospects(), "prospect")
                        + (unknown.prospects() == 1 ? " has" : " have") + " a "
                        + (!unknown.field().isStandard()
                                ? QuotedText.of(unknown.field().label())
                                : "country")
                        + " that is not understood: "
                        + CountryWords.list(unknown.values())
                        + (unknown.more() ? ", …" : "."))
                .toList();
    }
}
