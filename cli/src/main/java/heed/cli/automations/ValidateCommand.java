package heed.cli.automations;

import heed.cli.accounts.OpenAccount;
import heed.cli.console.Exit;
import heed.cli.console.HeedCommand;
import heed.cli.console.Plain;
import heed.cli.console.Sources;
import heed.cli.console.World;
import heed.engine.definition.Automation;
import heed.filters.json.Problem;
import heed.filters.json.ReadResult;
import heed.filters.json.SourceText;
import heed.model.field.FieldCatalog;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Tells everything that is wrong with definitions. */
@Command(
        name = "validate",
        description = "Tell everything that is wrong with definitions, where, and what would be right. Checks against"
                + " the account's fields, or the standard ones while there is no store.")
public final class ValidateCommand extends HeedCommand {
    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Definitions of automations.")
    private List<Path> files = List.of();

    public ValidateCommand(World world) {
        super(world);
    }

    private record Fields(FieldCatalog catalog, ZoneId zone) {}

    @Override
    protected Exit run() {
        Fields fields = fields();
        List<Problem> problems = new ArrayList<>();
        List<Problem> warnings = new ArrayList<>();
        for (Path file : files) {
            SourceText source = Sources.of(file);
            ReadResult<Automation> result = Definitions.read(source, fields.catalog(), fields.zone());
            List<Problem> wrong = result.either(valid -> List.of(), ReadResult.Invalid::problems);
            List<Problem> warned = result.either(ReadResult.Valid::warnings, invalid -> List.of());
            problems.addAll(wrong);
            warnings.addAll(warned);
            if (!common().json()) {
                print(source, wrong, warned, result);
            }
        }
        if (common().json()) {
            console().json(json -> {
                json.writeStartObject();
                json.writeBooleanProperty("valid", problems.isEmpty());
                Sources.write(json, "problems", problems);
                Sources.write(json, "warnings", warnings);
                json.writeEndObject();
            });
        }
        return problems.isEmpty() ? Exit.DONE : Exit.INVALID;
    }

    private Fields fields() {
        Optional<OpenAccount> found = OpenAccount.ofStore(common(), world());
        if (found.isEmpty()) {
            return new Fields(FieldCatalog.standard(), world().zone());
        }
        try (OpenAccount open = found.get()) {
            return new Fields(open.account().fields(), open.account().account().zone());
        }
    }

    private void print(SourceText source, List<Problem> wrong, List<Problem> warned, ReadResult<Automation> result) {
        if (!wrong.isEmpty()) {
            console().lines(Sources.lines(wrong, source));
            console().note(source.name() + " has " + Plain.count(wrong.size(), "problem") + ".");
        }
        console().lines(Sources.lines(warned, source));
        result.either(
                valid -> {
                    console().line(source.name() + " is valid: " + valid.value().name());
                    return true;
                },
                invalid -> false);
    }
}
