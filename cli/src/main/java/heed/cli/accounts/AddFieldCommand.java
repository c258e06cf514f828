package heed.cli.accounts;

import heed.cli.console.Exit;
import heed.cli.console.Failure;
import heed.cli.console.HeedCommand;
import heed.cli.console.World;
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
public final class AddFieldCommand extends HeedCommand {
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

    public AddFieldCommand(World world) {
        super(world);
    }

    @Override
    protected Exit run() {
        ValueType valueType = ValueType.find(type)
                .filter(found -> TYPES.contains(found.id()))
                .orElseThrow(() -> Failure.invalid(
                        "type", "there is no type " + QuotedText.of(type) + ". Known: " + String.join(", ", TYPES)));
        try (OpenAccount open = OpenAccount.orNew(
                common(), world(), console(), Optional.ofNullable(zone).map(Zones::find))) {
            Field field = add(open, valueType);
            if (common().json()) {
                console().json(json -> {
                    json.writeStartObject();
                    json.writeStringProperty("label", field.label());
                    json.writeStringProperty("apiName", field.apiName());
                    json.writeStringProperty("type", field.type().id());
                    json.writeEndObject();
                });
            } else {
                console()
                        .line("Declared " + QuotedText.of(field.label()) + " (" + field.apiName() + ", "
                                + field.type().id() + ").");
            }
        }
        return Exit.DONE;
    }

    private Field add(OpenAccount open, ValueType valueType) {
        try {
            return open.account().addField(label, valueType, List.of());
        } catch (IllegalArgumentException wrongLabel) {
            throw Failure.invalid("label", String.valueOf(wrongLabel.getMessage()));
        }
    }
}
