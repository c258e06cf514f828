package heed.cli.fields;

import heed.cli.internal.account.AccountSession;
import heed.cli.internal.account.NewAccountOptions;
import heed.cli.internal.console.HeedCommand;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import heed.cli.process.ExitCode;
import heed.filters.json.QuotedText;
import heed.model.field.Field;
import heed.model.field.FieldDeclaration;
import heed.model.field.InvalidFieldsException;
import heed.model.store.AccountStore.DeclaredField;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Adds custom fields to the account, and creates the store and the account if they do not exist. */
@Command(
        name = "add",
        description = {
            "Add a custom field to the account, or all fields of a file.",
            "Example: heed fields add \"Renewal Date\" --type date"
        })
public final class FieldsAddCommand extends HeedCommand {
    @Parameters(paramLabel = "LABEL", arity = "0..1", description = "The label of the field, as people see it.")
    private @Nullable String label;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "The type of the field's values: text, number, yes-no, date, date-time or tags.")
    private @Nullable String type;

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description =
                    "Add the fields of this file: on each line a label, a tab and a type. Fields that the account has"
                            + " already stay as they are. If a line is wrong, no field is added.")
    private @Nullable Path file;

    @Mixin
    private final NewAccountOptions newAccount = new NewAccountOptions();

    public FieldsAddCommand(CommandEnvironment environment) {
        super(environment);
    }

    private record AddedFieldAnswer(String label, String apiName, String type) {}

    private record DeclaredFieldAnswer(String label, String apiName, String type, boolean added) {}

    private record DeclaredFieldsAnswer(List<DeclaredFieldAnswer> fields) {}

    @Override
    protected ExitCode run() {
        if (file != null && label == null && type == null) {
            addFile(FieldsFile.read(file));
        } else if (file == null && label != null && type != null) {
            addField(FieldDeclarations.read(label, type));
        } else {
            throw CommandException.invalid(
                    "usage", "a field is added by its label and --type, and the fields of a file by --file FILE alone");
        }
        return ExitCode.DONE;
    }

    private void addField(FieldDeclaration declaration) {
        try (AccountSession session = openSession()) {
            Field field = addField(session, declaration);
            if (globalOptions().json()) {
                console()
                        .writeJson(new AddedFieldAnswer(
                                field.label(), field.apiName(), field.type().id()));
            } else {
                print(new DeclaredField(field, true));
            }
        }
        FieldDeclarations.note(declaration.label()).ifPresent(console()::printNote);
    }

    private static Field addField(AccountSession session, FieldDeclaration declaration) {
        try {
            return session.account().addField(declaration.label(), declaration.type(), declaration.searchWords());
        } catch (IllegalArgumentException invalidLabel) {
            throw CommandException.invalid("label", String.valueOf(invalidLabel.getMessage()));
        }
    }

    private void addFile(FieldsFile fields) {
        try (AccountSession session = openSession()) {
            List<DeclaredField> declared = session.account().addFields(fields.fields());
            if (globalOptions().json()) {
                console()
                        .writeJson(new DeclaredFieldsAnswer(declared.stream()
                                .map(field -> new DeclaredFieldAnswer(
                                        field.field().label(),
                                        field.field().apiName(),
                                        field.field().type().id(),
                                        field.isNew()))
                                .toList()));
            } else {
                declared.forEach(this::print);
            }
        } catch (InvalidFieldsException invalid) {
            throw fields.invalid(invalid.problems());
        }
        fields.fields().forEach(field -> FieldDeclarations.note(field.label()).ifPresent(console()::printNote));
    }

    private AccountSession openSession() {
        return AccountSession.openOrCreate(
                globalOptions(), environment(), console(), newAccount.newStore(), newAccount.zone());
    }

    private void print(DeclaredField declared) {
        Field field = declared.field();
        String name = QuotedText.of(field.label()) + " (" + field.apiName() + ", "
                + field.type().id() + ")";
        console()
                .printLine(
                        declared.isNew()
                                ? "Added the field " + name + "."
                                : "The account has the field " + name + " already.");
    }
}
