package heed.cli.automations;

import heed.cli.internal.console.CommandConsole;
import heed.cli.internal.console.CommandOutput;
import heed.cli.internal.console.JsonOutput;
import heed.cli.internal.console.TextTable;
import heed.engine.definition.Automation;
import heed.engine.preview.QueryExplanation;
import heed.engine.preview.QueryExplanation.DecidedBy;
import heed.engine.preview.QueryExplanation.QueryCondition;
import heed.filters.reading.SentenceOf;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/** Tells how those whom an automation may select are read. */
record QueryExplanationOutput(Automation automation, QueryExplanation plan) implements CommandOutput {
    @Override
    public void writeJson(JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("automation", automation.id());
        json.writeStringProperty("who", SentenceOf.criterion(automation.criteria()));
        json.writeBooleanProperty("exact", plan.exact());
        json.writeArrayPropertyStart("conditions");
        for (QueryCondition condition : plan.conditions()) {
            json.writeStartObject();
            json.writeStringProperty("condition", SentenceOf.criterion(condition.criterion()));
            json.writeStringProperty("by", condition.decidedBy().name().toLowerCase(Locale.ROOT));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeStringProperty("statement", plan.query().statement());
        JsonOutput.writeTexts(json, "steps", plan.query().steps());
        json.writeEndObject();
    }

    @Override
    public void printText(CommandConsole console) {
        console.printLine(automation.name());
        console.printLine("Who: " + SentenceOf.criterion(automation.criteria()));
        console.printLine("");
        TextTable conditions = TextTable.of("Condition", "Decided by");
        plan.conditions()
                .forEach(condition -> conditions.addRow(
                        SentenceOf.criterion(condition.criterion()), describe(condition.decidedBy())));
        if (conditions.rowCount() > 0) {
            console.printLines(conditions.drainLines());
            console.printLine("");
        }
        console.printLine(
                plan.exact()
                        ? "The database reads only those who match; Drools is asked about each of them all the same."
                        : "Drools decides who matches of those whom the database reads.");
        console.printLine("");
        console.printLine(plan.query().statement());
        plan.query().steps().forEach(step -> console.printLine("  " + step));
        console.printNote("");
        console.printNote("Nobody was read and nothing was changed.");
    }

    private static String describe(DecidedBy by) {
        return switch (by) {
            case STORE -> "the database";
            case BOTH -> "the database in part, then Drools";
            case RULES -> "Drools";
        };
    }
}
