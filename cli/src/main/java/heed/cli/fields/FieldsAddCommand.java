package heed.cli.fields;

import heed.cli.internal.account.AccountSession;
import heed.cli.internal.account.NewAccountOptions;
import heed.cli.internal.console.HeedCommand;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import heed.cli.process.ExitCode;
import heed.filters.json.QuotedText;
import heed.imports.columns.HeaderMeaning;
import heed.imports.columns.HeaderWords;
import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import heed.model.field.ValueType;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Adds a custom field to the account, and creates the store and the account if they do not exist. */
@Command(
        name = "add",
        description = {"Add a custom field to the account.", "Example: heed fields add \"Renewal Date\" --type date"})
public final class FieldsAddCommand extends HeedCommand {
    /** The types of custom fields. Only the standard field Country has the type country. */
    private static final List<String> TYPES = Arrays.stream(ValueType.values())
            .filter(type -> type != ValueType.COUNTRY)
            .map(ValueType::id)
            .toList();

    @Parameters(paramLabel = "LABEL", description = "The label of the field, as people see it.")
    private String label = "";

    @Option(
            names = "--type",
            required = true,
            paramLabel = "TYPE",
            description = "The type of the field's values: text, number, yes-no, date, date-time or tags.")
    private String type = "";

    @Mixin
    private final NewAccountOptions newAccount = new NewAccountOptions();

    public FieldsAddCommand(CommandEnvironment environment) {
        super(environment);
    }

    private record AddedFieldAnswer(String label, String apiName, String type) {}

    @Override
    protected ExitCode run() {
        ValueType valueType = ValueType.find(type)
                .filter(found -> TYPES.contains(found.id()))
                .orElseThrow(() -> CommandException.invalid(
                        "type",
                        "there is no type " + QuotedText.of(type) + "; the types are " + String.join(", ", TYPES)));
        HeaderMeaning meaning = HeaderWords.meaning(label);
        if (meaning.isFlag() && FieldCatalog.standard().find(label).isEmpty()) {
            String flag = meaning.field().orElseThrow().label();
            throw CommandException.invalid(
                    "label",
                    QuotedText.of(label) + " means " + flag
                            + ", which every account has; a custom field with this label"
                            + " would suppress nobody. An import reads a column with this name as " + flag
                            + ". For anything else, choose a label that does not mean it");
        }
        try (AccountSession session = AccountSession.openOrCreate(
                globalOptions(), environment(), console(), newAccount.newStore(), newAccount.zone())) {
            Field field = add(session, valueType);
            if (globalOptions().json()) {
                console()
                        .writeJson(new AddedFieldAnswer(
                                field.label(), field.apiName(), field.type().id()));
            } else {
                console()
                        .printLine("Added the field " + QuotedText.of(field.label()) + " (" + field.apiName() + ", "
                                + field.type().id() + ").");
            }
        }
        if (meaning != HeaderMeaning.NONE && meaning != HeaderMeaning.PERHAPS) {
            console()
                    .printNote("The field " + QuotedText.of(label) + " suppresses nobody, whatever its name says: only"
                            + " Email Opt Out, Bounced and the suppression list keep mail from an address.");
        }
        return ExitCode.DONE;
    }

    private Field add(AccountSession session, ValueType valueType) {
        try {
            return session.account().addField(label, valueType, List.of());
        } catch (IllegalArgumentException invalidLabel) {
            throw CommandException.invalid("label", String.valueOf(invalidLabel.getMessage()));
        }
    }
}
