package heed.cli.fields;

import heed.cli.internal.account.AccountSession;
import heed.cli.internal.console.HeedCommand;
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

/** Lists the fields of an account, or those that match given words. */
@Command(
        name = "fields",
        description = {
            "List the account's fields, or search them.",
            "Filters can use these fields. Example: heed fields opt out"
        })
public final class FieldsCommand extends HeedCommand {
    @Parameters(
            paramLabel = "WORDS",
            arity = "0..*",
            description =
                    "Beginnings of words in a field's label, API name, type or search words; all must match (default:"
                            + " list all fields).")
    private List<String> words = List.of();

    public FieldsCommand(CommandEnvironment environment) {
        super(environment);
    }

    private record FieldsAnswer(List<FieldAnswer> fields) {}

    private record FieldAnswer(
            String label,
            String apiName,
            String type,
            boolean standard,
            boolean settable,
            List<String> searchWords,
            List<String> operators) {
        static FieldAnswer of(Field field) {
            return new FieldAnswer(
                    field.label(),
                    field.apiName(),
                    field.type().id(),
                    field.isStandard(),
                    field.settable(),
                    field.searchWords(),
                    FieldsCommand.operators(field));
        }
    }

    @Override
    protected ExitCode run() {
        FieldCatalog catalog;
        try (AccountSession session = AccountSession.open(globalOptions(), environment())) {
            catalog = session.account().fields();
        }
        List<Field> found = catalog.search(String.join(" ", words));
        if (globalOptions().json()) {
            console()
                    .writeJson(
                            new FieldsAnswer(found.stream().map(FieldAnswer::of).toList()));
        } else {
            print(found);
        }
        return ExitCode.DONE;
    }

    private void print(List<Field> found) {
        if (found.isEmpty()) {
            console()
                    .printNote("no field matches these words; `"
                            + globalOptions().suggest("fields") + "` lists all fields.");
            return;
        }
        TextTable table = TextTable.of("Field", "API name", "Type", "Also found by");
        for (Field field : found) {
            table.addRow(field.label(), field.apiName(), field.type().id(), String.join(", ", field.searchWords()));
        }
        console().printTable(table);
        if (found.size() == 1) {
            console().printLine("");
            console().printLine("Operators: " + String.join(", ", operators(found.get(0))));
        }
    }

    private static List<String> operators(Field field) {
        return Arrays.stream(Operator.values())
                .filter(operator -> operator.appliesTo(field.type()))
                .map(Operator::id)
                .toList();
    }
}
