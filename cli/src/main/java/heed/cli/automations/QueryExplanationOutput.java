package heed.cli.automations;

import heed.cli.internal.console.CommandConsole;
import heed.cli.internal.console.CommandOutput;
import heed.cli.internal.console.TextTable;
import heed.engine.definition.Automation;
import heed.engine.preview.QueryExplanation;
import heed.engine.preview.QueryExplanation.DecidedBy;
import heed.engine.preview.QueryExplanation.QueryCondition;
import heed.filters.reading.SentenceOf;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;

/** The output of {@code heed preview --explain-plan}: how the database reads the prospects that an automation may select. */
record QueryExplanationOutput(Automation automation, QueryExplanation plan, ZoneId zone) implements CommandOutput {

    private record QueryExplanationAnswer(
            String automation,
            String who,
            boolean exact,
            List<ConditionAnswer> conditions,
            String statement,
            List<String> steps) {}

    private record ConditionAnswer(String condition, String by) {
        static ConditionAnswer of(QueryCondition condition, ZoneId zone) {
            return new ConditionAnswer(
                    SentenceOf.criterion(condition.criterion(), zone),
                    condition.decidedBy().name().toLowerCase(Locale.ROOT));
        }
    }

    @Override
    public Object toJson() {
        return new QueryExplanationAnswer(
                automation.id(),
                SentenceOf.criterion(automation.criteria(), zone),
                plan.exact(),
                plan.conditions().stream()
                        .map(condition -> ConditionAnswer.of(condition, zone))
                        .toList(),
                plan.query().statement(),
                plan.query().steps());
    }

    @Override
    public void printText(CommandConsole console) {
        console.printLine(automation.name());
        console.printLine("Who: " + SentenceOf.criterion(automation.criteria(), zone));
        console.printLine("");
        TextTable conditions = TextTable.of("Condition", "Decided by");
        plan.conditions()
                .forEach(condition -> conditions.addRow(
                        SentenceOf.criterion(condition.criterion(), zone), describe(condition.decidedBy())));
        if (conditions.rowCount() > 0) {
            console.printTable(conditions);
            console.printLine("");
        }
        console.printLine(
                plan.exact()
                        ? "The database reads only prospects who match. Drools checks each of them again."
                        : "Drools decides which of the prospects that the database reads match.");
        console.printLine("");
        console.printLine(plan.query().statement());
        plan.query().steps().forEach(step -> console.printLine("  " + step));
        console.printSeparator();
        console.printNote("no prospect was read and nothing was changed.");
    }

    private static String describe(DecidedBy decidedBy) {
        return switch (decidedBy) {
            case STORE -> "the database";
            case BOTH -> "the database in part, then Drools";
            case RULES -> "Drools";
        };
    }
}
