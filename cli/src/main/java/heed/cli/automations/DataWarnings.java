package heed.cli.automations;

import heed.cli.internal.console.CountryWords;
import heed.cli.internal.console.TerminalText;
import heed.engine.preview.UnmatchedCriterion;
import heed.filters.Criterion;
import heed.filters.json.QuotedText;
import heed.filters.reading.SentenceOf;
import heed.model.field.Value;
import heed.model.store.UnknownCountries;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the data say against the criteria of an automation, as commands show it: countries that are not understood, and
 * comparisons that nobody matches.
 */
final class DataWarnings {
    private DataWarnings() {}

    /** The prospects whose country is not understood, as JSON, with the most frequent values. */
    record UnknownCountriesAnswer(String field, long prospects, List<String> values) {}

    static List<UnknownCountriesAnswer> toCountryAnswers(List<UnknownCountries> unknownCountries) {
        return unknownCountries.stream()
                .map(unknown ->
                        new UnknownCountriesAnswer(unknown.field().label(), unknown.prospects(), unknown.values()))
                .toList();
    }

    /** Returns a sentence for each field. */
    static List<String> describeCountries(List<UnknownCountries> unknownCountries) {
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

    /** A comparison that nobody matches, as JSON, with values that occur. */
    record UnmatchedCriterionAnswer(String criterion, List<Value> values) {}

    static List<UnmatchedCriterionAnswer> toCriterionAnswers(List<UnmatchedCriterion> unmatched, ZoneId zone) {
        return unmatched.stream()
                .map(found ->
                        new UnmatchedCriterionAnswer(SentenceOf.criterion(found.criterion(), zone), found.occurring()))
                .toList();
    }

    /** Returns a sentence for each comparison: "0 of 5 prospects match: State is Bavarai; values that occur: Bavaria". */
    static List<String> describeCriteria(List<UnmatchedCriterion> unmatched, ZoneId zone) {
        return unmatched.stream()
                .map(found -> "0 of " + TerminalText.formatCount(found.prospects(), "prospect") + " match: "
                        + SentenceOf.criterion(found.criterion(), zone)
                        + (found.criterion() instanceof Criterion.InTimeFrame ? ", as a date with its year" : "")
                        + (found.occurring().isEmpty()
                                ? ""
                                : "; values that occur: "
                                        + found.occurring().stream()
                                                .map(value -> value.display(zone))
                                                .collect(Collectors.joining(", "))))
                .toList();
    }
}
