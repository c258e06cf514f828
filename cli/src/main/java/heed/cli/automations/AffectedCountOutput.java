package heed.cli.automations;

import com.fasterxml.jackson.annotation.JsonInclude;
import heed.cli.internal.console.CommandConsole;
import heed.cli.internal.console.CommandOutput;
import heed.cli.internal.console.MessageLabel;
import heed.cli.internal.console.TerminalText;
import heed.engine.definition.Automation;
import heed.engine.preview.AffectedCount;
import heed.filters.reading.SentenceOf;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/** The output of {@code heed preview --count}: how many prospects an automation would affect. */
record AffectedCountOutput(Automation automation, AffectedCount affectedCount) implements CommandOutput {

    private record AffectedCountAnswer(
            String automation,
            String name,
            String who,
            Instant at,
            long prospects,
            long affected,
            long ignored,
            boolean countedByStore,
            long decided,

            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<DataWarnings.UnknownCountriesAnswer> unknownCountries,

            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<DataWarnings.UnmatchedCriterionAnswer> unmatched) {}

    @Override
    public Object toJson() {
        return new AffectedCountAnswer(
                automation.id(),
                automation.name(),
                SentenceOf.criterion(automation.criteria(), zone()),
                affectedCount.evaluationTime().instant(),
                affectedCount.affected() + affectedCount.ignored(),
                affectedCount.affected(),
                affectedCount.ignored(),
                affectedCount.countedByStore(),
                affectedCount.evaluated(),
                DataWarnings.toCountryAnswers(affectedCount.unknownCountries()),
                DataWarnings.toCriterionAnswers(affectedCount.unmatched(), zone()));
    }

    private ZoneId zone() {
        return affectedCount.evaluationTime().zone();
    }

    @Override
    public void printText(CommandConsole console) {
        console.printLine(automation.name());
        console.printLine("Who: " + SentenceOf.criterion(automation.criteria(), zone()));
        console.printLine("");
        console.printLine(sentence(affectedCount.affected(), affectedCount.ignored()));
        console.printLines(
                MessageLabel.WARNING.ofAll(DataWarnings.describeCountries(affectedCount.unknownCountries())));
        console.printLines(
                MessageLabel.WARNING.ofAll(DataWarnings.describeCriteria(affectedCount.unmatched(), zone())));
        console.printSeparator();
        String evaluated = TerminalText.formatCount(affectedCount.evaluated(), "prospect");
        console.printNote(
                affectedCount.countedByStore()
                        ? "the database counted; Drools agrees on a sample of " + evaluated + ". Nothing was changed."
                        : "Drools evaluated " + evaluated + ". Nothing was changed.");
    }

    /** Returns the counts in words. Affected and ignored prospects together are all prospects of the account. */
    static String sentence(long affected, long ignored) {
        return "Affected " + TerminalText.formatNumber(affected) + " of "
                + TerminalText.formatCount(affected + ignored, "prospect") + ". Ignored "
                + TerminalText.formatNumber(ignored) + ".";
    }
}
