package heed.cli.automations;

import heed.cli.internal.account.AccountSession;
import heed.cli.internal.console.HeedCommand;
import heed.cli.internal.console.SourceFiles;
import heed.cli.internal.console.TerminalText;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.ExitCode;
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

    public ValidateCommand(CommandEnvironment environment) {
        super(environment);
    }

    private record ValidationContext(FieldCatalog catalog, ZoneId zone) {}

    @Override
    protected ExitCode run() {
        ValidationContext context = validationContext();
        List<Problem> problems = new ArrayList<>();
        List<Problem> warnings = new ArrayList<>();
        for (Path file : files) {
            SourceText source = SourceFiles.read(file);
            ReadResult<Automation> result = DefinitionFile.read(source, context.catalog(), context.zone());
            List<Problem> wrong = result.either(valid -> List.of(), ReadResult.Invalid::problems);
            List<Problem> warned = result.either(ReadResult.Valid::warnings, invalid -> List.of());
            problems.addAll(wrong);
            warnings.addAll(warned);
            if (!globalOptions().json()) {
                print(source, wrong, warned, result);
            }
        }
        if (globalOptions().json()) {
            console().writeJson(json -> {
                json.writeStartObject();
                json.writeBooleanProperty("valid", problems.isEmpty());
                SourceFiles.writeProblems(json, "problems", problems);
                SourceFiles.writeProblems(json, "warnings", warnings);
                json.writeEndObject();
            });
        }
        return problems.isEmpty() ? ExitCode.DONE : ExitCode.INVALID;
    }

    private ValidationContext validationContext() {
        Optional<AccountSession> found = AccountSession.openIfStoreExists(globalOptions(), environment());
        if (found.isEmpty()) {
            return new ValidationContext(FieldCatalog.standard(), environment().zone());
        }
        try (AccountSession session = found.get()) {
            return new ValidationContext(
                    session.account().fields(), session.account().account().zone());
        }
    }

    private void print(SourceText source, List<Problem> wrong, List<Problem> warned, ReadResult<Automation> result) {
        if (!wrong.isEmpty()) {
            console().printLines(SourceFiles.format(wrong, source));
            console().printNote(source.name() + " has " + TerminalText.formatCount(wrong.size(), "problem") + ".");
        }
        console().printLines(SourceFiles.format(warned, source));
        result.either(
                valid -> {
                    console()
                            .printLine(source.name() + " is valid: "
                                    + valid.value().name());
                    return true;
                },
                invalid -> false);
    }
}
