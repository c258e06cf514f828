package heed.cli.automations;

import heed.cli.console.Answer;
import heed.cli.console.Console;
import heed.cli.console.Json;
import heed.cli.console.Table;
import heed.engine.definition.Automation;
import heed.engine.preview.QueryExplanation;
import heed.engine.preview.QueryExplanation.DecidedBy;
import heed.engine.preview.QueryExplanation.QueryCondition;
import heed.filters.reading.SentenceOf;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/** Tells how those whom an automation may select are read. */
record ReadingPlanAnswer(Automation automation, QueryExplanation plan) implements Answer {
    @Override
    public void write(JsonGenerator json) {
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
        Json.texts(json, "steps", plan.query().steps());
        json.writeEndObject();
    }

    @Override
    public void print(Console console) {
        console.line(automation.name());
        console.line("Who: " + SentenceOf.criterion(automation.criteria()));
        console.line("");
        Table conditions = Table.of("Condition", "Decided by");
        plan.conditions()
                .forEach(condition ->
                        conditions.row(SentenceOf.criterion(condition.criterion()), words(condition.decidedBy())));
        if (conditions.size() > 0) {
            console.lines(conditions.lines());
            console.line("");
        }
        console.line(
                plan.exact()
                        ? "The database reads only those who match; Drools is asked about each of them all the same."
                        : "Drools decides who matches of those whom the database reads.");
        console.line("");
        console.line(plan.query().statement());
        plan.query().steps().forEach(step -> console.line("  " + step));
        console.note("");
        console.note("Nobody was read and nothing was changed.");
    }

    private static String words(DecidedBy by) {
        return switch (by) {
            case STORE -> "the database";
            case BOTH -> "the database in part, then Drools";
            case RULES -> "Drools";
        };
    }
}
