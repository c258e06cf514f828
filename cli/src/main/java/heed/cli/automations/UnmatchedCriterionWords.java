package heed.cli.automations;

import heed.cli.internal.console.TerminalText;
import heed.engine.preview.UnmatchedCriterion;
import heed.filters.Criterion;
import heed.filters.reading.SentenceOf;
import heed.model.field.Value;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Collectors;

/** Comparisons that nobody matches, as commands show them. */
final class UnmatchedCriterionWords {
    private UnmatchedCriterionWords() {}

    /** A comparison that nobody matches, as JSON, with values that occur. */
    record UnmatchedCriterionAnswer(String criterion, List<Value> values) {}

    static List<UnmatchedCriterionAnswer> toAnswers(List<UnmatchedCriterion> unmatched, ZoneId zone) {
        return unmatched.stream()
                .map(found ->
                        new UnmatchedCriterionAnswer(SentenceOf.criterion(found.criterion(), zone), found.occurring()))
                .toList();
    }

    /** Returns a sentence for each comparison: "0 of 5 prospects match: State is Bavarai; values that occur: Bavaria". */
    static List<String> sentences(List<UnmatchedCriterion> unmatched, ZoneId zone) {
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
