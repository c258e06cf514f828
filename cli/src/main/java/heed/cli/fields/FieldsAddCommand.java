package heed.cli.fields;

import heed.cli.internal.account.AccountSession;
import heed.cli.internal.account.TimeZones;
import heed.cli.internal.console.HeedCommand;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import heed.cli.process.ExitCode;
import heed.filters.json.QuotedText;
import heed.model.field.Field;
import heed.model.field.ValueType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Declares a field of the account's own. */
@Command(
        name = "add",
        description = "Declare a field of the account's own: heed fields add \"Renewal Date\" --type date")
public final class FieldsAddCommand extends HeedCommand {
    /** A country is a standard field's type alone. */
    private static final List<String> TYPES = Arrays.stream(ValueType.values())
            .filter(type -> type != ValueType.COUNTRY)
            .map(ValueType::id)
            .toList();

    @Parameters(paramLabel = "LABEL", description = "What people call it.")
    private String label = "";

    @Option(
            names = "--type",
            required = true,
            paramLabel = "TYPE",
            description = "text, number, yes-no, date, date-time or tags.")
    private String type = "";

    @Option(
            names = "--time-zone",
            paramLabel = "ZONE",
            description = "Of the account, if it is made by this (default: the system's).")
    private @Nullable String zone;

    public FieldsAddCommand(CommandEnvironment environment) {
        super(environment);
    }

    private record AddedFieldAnswer(String label, String apiName, String type) {}

    @Override
    protected ExitCode run() {
        ValueType valueType = ValueType.find(type)
                .filter(found -> TYPES.contains(found.id()))
                .orElseThrow(() -> CommandException.invalid(
                        "type", "there is no type " + QuotedText.of(type) + ". Known: " + String.join(", ", TYPES)));
        try (AccountSession session = AccountSession.openOrCreate(
                globalOptions(),
                environment(),
                console(),
                Optional.ofNullable(zone).map(TimeZones::parse))) {
            Field field = add(session, valueType);
            if (globalOptions().json()) {
                console()
                        .writeJson(new AddedFieldAnswer(
                                field.label(), field.apiName(), field.type().id()));
            } else {
                console()
                        .printLine("Declared " + QuotedText.of(field.label()) + " (" + field.apiName() + ", "
                                + field.type().id() + ").");
            }
        }
        return ExitCode.DONE;
    }

    private Field add(AccountSession session, ValueType valueType) {
        try {
            return session.account().addField(label, valueType, List.of());
        } catch (IllegalArgumentException wrongLabel) {
            throw CommandException.invalid("label", String.valueOf(wrongLabel.getMessage()));
        }
    }
}
