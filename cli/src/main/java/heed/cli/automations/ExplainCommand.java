package heed.cli.automations;

import heed.cli.accounts.OpenAccount;
import heed.cli.console.Exit;
import heed.cli.console.HeedCommand;
import heed.cli.console.Json;
import heed.cli.console.World;
import heed.cli.mail.Working;
import heed.cli.prospects.ProspectChoice;
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

    public ExplainCommand(World world) {
        super(world);
    }

    @Override
    protected Exit run() {
        try (OpenAccount open = OpenAccount.existing(common(), world())) {
            AutomationSource source = Definitions.automation(file, open, console());
            Prospect one = open.account().read(reading -> ProspectChoice.one(reading, prospect));
            SelectionExplanation explanation = Working.on(open, world()).explain(source.automation(), one);
            if (common().json()) {
                console().json(json -> {
                    json.writeStartObject();
                    json.writeStringProperty("automation", source.automation().id());
                    json.writeStringProperty("id", one.id());
                    json.writeBooleanProperty("matched", explanation.matched());
                    json.writeName("who");
                    write(json, explanation.criteria());
                    json.writeArrayPropertyStart("actions");
                    for (SelectionExplanation.PlannedAction action : explanation.actions()) {
                        json.writeStartObject();
                        json.writeStringProperty("action", action.action());
                        Changes.write(json, action.changes());
                        action.mail().ifPresent(mail -> {
                            json.writeName("mail");
                            Changes.writeMail(json, mail);
                        });
                        Json.text(json, "failure", action.failure());
                        json.writeEndObject();
                    }
                    json.writeEndArray();
                    json.writeEndObject();
                });
            } else {
                print(source, one, explanation);
            }
        }
        return Exit.DONE;
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

    private void print(AutomationSource source, Prospect one, SelectionExplanation explanation) {
        console()
                .line("\"" + source.automation().name() + "\" "
                        + (explanation.matched() ? "selects" : "does not select") + " prospect " + one.id() + ":");
        print(explanation.criteria(), 0);
        if (!explanation.actions().isEmpty()) {
            console().line("");
            console().line("It would:");
            for (SelectionExplanation.PlannedAction action : explanation.actions()) {
                console()
                        .line("  " + action.action() + "  "
                                + action.failure()
                                        .map(why -> "fail: " + why)
                                        .or(() -> action.mail().map(Changes::words))
                                        .orElseGet(() -> Changes.words(action.changes())));
            }
        }
    }

    private void print(ExplanationOf.ExplanationNode node, int depth) {
        console().line("  ".repeat(depth) + (node.matched() ? "✓ " : "✗ ") + node.sentence() + ": " + node.reason());
        node.parts().forEach(part -> print(part, depth + 1));
    }
}
