package heed.cli.automations;

import heed.cli.internal.account.AccountSession;
import heed.cli.internal.account.Engines;
import heed.cli.internal.account.ProspectLookup;
import heed.cli.internal.console.HeedCommand;
import heed.cli.internal.console.JsonOutput;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.ExitCode;
import heed.engine.definition.AutomationSource;
import heed.engine.preview.SelectionExplanation;
import heed.filters.reading.ExplanationOf;
import heed.model.prospect.Prospect;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JsonGenerator;

/** Tells why an automation selects a prospect or not. */
@Command(
        name = "explain",
        description = "Tell why an automation selects a prospect or not: each criterion, with what the prospect has.")
public final class ExplainCommand extends HeedCommand {
    @Parameters(paramLabel = "FILE", description = "The definition of an automation.")
    private Path file = Path.of("");

    @Option(names = "--prospect", required = true, paramLabel = "ID|EMAIL", description = "Whom.")
    private String prospect = "";

    public ExplainCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    protected ExitCode run() {
        try (AccountSession session = AccountSession.open(globalOptions(), environment())) {
            AutomationSource source = DefinitionFile.readAutomation(file, session, console());
            Prospect foundProspect = session.account().read(reading -> ProspectLookup.get(reading, prospect));
            SelectionExplanation explanation =
                    Engines.create(session, environment()).explain(source.automation(), foundProspect);
            if (globalOptions().json()) {
                console().writeJson(json -> {
                    json.writeStartObject();
                    json.writeStringProperty("automation", source.automation().id());
                    json.writeStringProperty("id", foundProspect.id());
                    json.writeBooleanProperty("matched", explanation.matched());
                    json.writeName("who");
                    write(json, explanation.criteria());
                    json.writeArrayPropertyStart("actions");
                    for (SelectionExplanation.PlannedAction action : explanation.actions()) {
                        json.writeStartObject();
                        json.writeStringProperty("action", action.action());
                        ChangeWords.write(json, action.changes());
                        action.mail().ifPresent(mail -> {
                            json.writeName("mail");
                            ChangeWords.writeMail(json, mail);
                        });
                        JsonOutput.writeText(json, "failure", action.failure());
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                });
            } else {
                print(source, foundProspect, explanation);
            }
        }
        return ExitCode.DONE;
    }

    private static void write(JsonGenerator json, ExplanationOf.ExplanationNode node) {
        json.writeStartObject();
        json.writeStringProperty("sentence", node.sentence());
        json.writeBooleanProperty("matched", node.matched());
        json.writeStringProperty("why", node.reason());
        json.writeArrayPropertyStart("parts");
        node.parts().forEach(part -> write(json, part));
        json.writeEndArray();
        json.writeEndObject();
    }

    private void print(AutomationSource source, Prospect foundProspect, SelectionExplanation explanation) {
        console()
                .printLine("\"" + source.automation().name() + "\" "
                        + (explanation.matched() ? "selects" : "does not select") + " prospect " + foundProspect.id()
                        + ":");
        print(explanation.criteria(), 0);
        if (!explanation.actions().isEmpty()) {
            console().printLine("");
            console().printLine("It would:");
            for (SelectionExplanation.PlannedAction action : explanation.actions()) {
                console()
                        .printLine("  " + action.action() + "  "
                                + action.failure()
                                        .map(why -> "fail: " + why)
                                        .or(() -> action.mail().map(ChangeWords::describe))
                                        .orElseGet(() -> ChangeWords.describe(action.changes())));
            }
        }
    }

    private void print(ExplanationOf.ExplanationNode node, int depth) {
        console()
                .printLine(
                        "  ".repeat(depth) + (node.matched() ? "✓ " : "✗ ") + node.sentence() + ": " + node.reason());
        node.parts().forEach(part -> print(part, depth + 1));
    }
}
