package heed.cli.automations;

import heed.cli.console.Answer;
import heed.cli.console.Console;
import heed.cli.console.Json;
import heed.cli.console.Plain;
import heed.engine.definition.Automation;
import heed.engine.preview.AffectedCount;
import heed.filters.reading.SentenceOf;
import tools.jackson.core.JsonGenerator;

/** Tells how many an automation would affect, and nothing else. */
record ReachAnswer(Automation automation, AffectedCount reach) implements Answer {
    @Override
    public void write(JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("automation", automation.id());
        json.writeStringProperty("name", automation.name());
        json.writeStringProperty("who", SentenceOf.criterion(automation.criteria()));
        Json.instant(json, "at", reach.evaluationTime().instant());
        json.writeNumberProperty("prospects", reach.affected() + reach.ignored());
        json.writeNumberProperty("affected", reach.affected());
        json.writeNumberProperty("ignored", reach.ignored());
        json.writeBooleanProperty("countedByStore", reach.countedByStore());
        json.writeNumberProperty("decided", reach.evaluated());
        json.writeEndObject();
    }

    @Override
    public void print(Console console) {
        console.line(automation.name());
        console.line("Who: " + SentenceOf.criterion(automation.criteria()));
        console.line("");
        console.line(sentence(reach.affected(), reach.ignored()));
        console.note("");
        console.note(
                reach.countedByStore()
                        ? "The store counted; the rules agree on a sample of "
                                + Plain.count(reach.evaluated(), "prospect") + ". Nothing was changed."
                        : "The rules decided " + Plain.count(reach.evaluated(), "prospect") + ". Nothing was changed.");
    }

    /** Affected and ignored, which together are all prospects. */
    static String sentence(long affected, long ignored) {
        return "Affected " + Plain.number(affected) + " of " + Plain.count(affected + ignored, "prospect")
                + ". Ignored " + Plain.number(ignored) + ".";
    }
}
