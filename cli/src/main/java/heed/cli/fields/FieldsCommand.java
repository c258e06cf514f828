package heed.cli.fields;

import heed.cli.internal.account.AccountSession;
import heed.cli.internal.console.HeedCommand;
import heed.cli.internal.console.JsonOutput;
import heed.cli.internal.console.TextTable;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.ExitCode;
import heed.filters.Operator;
import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JsonGenerator;

/** Finds the fields that a filter can ask about. */
@Command(
        name = "fields",
        description = "Find the fields that a filter can ask about, by label and other words: heed fields opt out")
public final class FieldsCommand extends HeedCommand {
    @Parameters(paramLabel = "WORDS", arity = "0..*", description = "All of them must fit; none for all fields.")
    private List<String> words = List.of();

    public FieldsCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    protected ExitCode run() {
        FieldCatalog catalog;
        try (AccountSession session = AccountSession.open(globalOptions(), environment())) {
            catalog = session.account().fields();
        }
        List<Field> found = catalog.search(String.join(" ", words));
        if (globalOptions().json()) {
            console().writeJson(json -> {
                json.writeStartObject();
                json.writeArrayPropertyStart("fields");
                found.forEach(field -> write(json, field));
                json.writeEndArray();
                json.writeEndObject();
            });
        } else {
            print(found);
        }
        return ExitCode.DONE;
    }

    private void print(List<Field> found) {
        if (found.isEmpty()) {
            console().printNote("No field is found by these words. `heed fields` lists all.");
            return;
        }
        TextTable table = TextTable.of("Field", "API name", "Type", "Also found by");
        for (Field field : found) {
            table.addRow(field.label(), field.apiName(), field.type().id(), String.join(", ", field.searchWords()));
        }
        console().printLines(table.drainLines());
        if (found.size() == 1) {
            console().printLine("");
            console().printLine("Operators: " + String.join(", ", operators(found.get(0))));
        }
    }

    private static void write(JsonGenerator json, Field field) {
        json.writeStartObject();
        json.writeStringProperty("label", field.label());
        json.writeStringProperty("apiName", field.apiName());
        json.writeStringProperty("type", field.type().id());
        json.writeBooleanProperty("standard", field.isStandard());
        json.writeBooleanProperty("settable", field.settable());
        JsonOutput.writeTexts(json, "searchWords", field.searchWords());
        JsonOutput.writeTexts(json, "operators", operators(field));
        json.writeEndObject();
    }

    private static List<String> operators(Field field) {
        return Arrays.stream(Operator.values())
                .filter(operator -> operator.appliesTo(field.type()))
                .map(Operator::id)
                .toList();
    }
}
