package heed.cli.accounts;

import heed.cli.console.Exit;
import heed.cli.console.HeedCommand;
import heed.cli.console.Json;
import heed.cli.console.Table;
import heed.cli.console.World;
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

    public FieldsCommand(World world) {
        super(world);
    }

    @Override
    protected Exit run() {
        FieldCatalog catalog;
        try (OpenAccount open = OpenAccount.existing(common(), world())) {
            catalog = open.account().fields();
        }
        List<Field> found = catalog.search(String.join(" ", words));
        if (common().json()) {
            console().json(json -> {
                json.writeStartObject();
                json.writeArrayPropertyStart("fields");
                found.forEach(field -> write(json, field));
                json.writeEndArray();
                json.writeEndObject();
            });
        } else {
            print(found);
        }
        return Exit.DONE;
    }

    private void print(List<Field> found) {
        if (found.isEmpty()) {
            console().note("No field is found by these words. `heed fields` lists all.");
            return;
        }
        Table table = Table.of("Field", "API name", "Type", "Also found by");
        for (Field field : found) {
            table.row(field.label(), field.apiName(), field.type().id(), String.join(", ", field.searchWords()));
        }
        console().lines(table.lines());
        if (found.size() == 1) {
            console().line("");
            console().line("Operators: " + String.join(", ", operators(found.get(0))));
        }
    }

    private static void write(JsonGenerator json, Field field) {
        json.writeStartObject();
        json.writeStringProperty("label", field.label());
        json.writeStringProperty("apiName", field.apiName());
        json.writeStringProperty("type", field.type().id());
        json.writeBooleanProperty("standard", field.isStandard());
        json.writeBooleanProperty("settable", field.settable());
        Json.texts(json, "searchWords", field.searchWords());
        Json.texts(json, "operators", operators(field));
        json.writeEndObject();
    }

    private static List<String> operators(Field field) {
        return Arrays.stream(Operator.values())
                .filter(operator -> operator.appliesTo(field.type()))
                .map(Operator::id)
                .toList();
    }
}
