package heed.cli.automations;

import heed.cli.internal.console.CommandConsole;
import heed.cli.internal.console.CommandOutput;
import heed.cli.internal.console.JsonOutput;
import heed.cli.internal.console.TerminalText;
import heed.engine.definition.Automation;
import heed.engine.preview.AffectedCount;
import heed.filters.reading.SentenceOf;
import tools.jackson.core.JsonGenerator;

/** Tells how many an automation would affect, and nothing else. */
record AffectedCountOutput(Automation automation, AffectedCount affectedCount) implements CommandOutput {
    @Override
    public void writeJson(JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("automation", automation.id());
        json.writeStringProperty("name", automation.name());
        json.writeStringProperty("who", SentenceOf.criterion(automation.criteria()));
        JsonOutput.writeInstant(json, "at", affectedCount.evaluationTime().instant());
        json.writeNumberProperty("prospects", affectedCount.affected() + affectedCount.ignored());
        json.writeNumberProperty("affected", affectedCount.affected());
        json.writeNumberProperty("ignored", affectedCount.ignored());
        json.writeBooleanProperty("countedByStore", affectedCount.countedByStore());
        json.writeNumberProperty("decided", affectedCount.evaluated());
        json.writeEndObject();
    }

    @Override
    public void printText(CommandConsole console) {
        console.printLine(automation.name());
        console.printLine("Who: " + SentenceOf.criterion(automation.criteria()));
        console.printLine("");
        console.printLine(sentence(affectedCount.affected(), affectedCount.ignored()));
        console.printNote("");
        console.printNote(
                affectedCount.countedByStore()
                        ? "The store counted; the rules agree on a sample of "
                                + TerminalText.formatCount(affectedCount.evaluated(), "prospect")
                                + ". Nothing was changed."
                        : "The rules decided " + TerminalText.formatCount(affectedCount.evaluated(), "prospect")
                                + ". Nothing was changed.");
    }

    /** Affected and ignored, which together are all prospects. */
    static String sentence(long affected, long ignored) {
        return "Affected " + TerminalText.formatNumber(affected) + " of "
                + TerminalText.formatCount(affected + ignored, "prospect") + ". Ignored "
                + TerminalText.formatNumber(ignored) + ".";
    }
}
