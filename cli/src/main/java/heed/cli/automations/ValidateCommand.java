package heed.cli.automations;

import heed.cli.internal.account.AccountSession;
import heed.cli.internal.console.HeedCommand;
import heed.cli.internal.console.SourceFiles;
import heed.cli.internal.console.TerminalText;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.ExitCode;
import heed.engine.definition.AutomationSource;
import heed.filters.json.Problem;
import heed.filters.json.ReadResult;
import heed.model.field.FieldCatalog;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code heed validate}: every problem in definitions. */
@Command(
        name = "validate",
        description = {
            "Check definitions and report every problem with its place and its correction.",
            "Definitions are checked against the fields of the account, or the standard fields if there is no store."
        })
public final class ValidateCommand extends HeedCommand {
    @Parameters(paramLabel = "FILE", arity = "1..*", description = "The definitions of automations, one in each file.")
    private List<Path> files = List.of();

    public ValidateCommand(CommandEnvironment environment) {
        super(environment);
    }

    private record ValidationContext(FieldCatalog catalog, ZoneId zone) {}

    private record ValidationAnswer(
            boolean valid, List<SourceFiles.ProblemAnswer> problems, List<SourceFiles.ProblemAnswer> warnings) {}

    @Override
    protected ExitCode run() {
        ValidationContext context = validationContext();
        List<Problem> problems = new ArrayList<>();
        List<Problem> warnings = new ArrayList<>();
        for (Path file : files) {
            DefinitionFile definition = DefinitionFile.read(file, context.catalog(), context.zone());
            ReadResult<AutomationSource> result = definition.result();
            List<Problem> fileProblems = result.either(valid -> List.of(), ReadResult.Invalid::problems);
            List<Problem> fileWarnings = result.either(ReadResult.Valid::warnings, invalid -> List.of());
            problems.addAll(fileProblems);
            warnings.addAll(fileWarnings);
            if (!globalOptions().json()) {
                print(definition, fileProblems, fileWarnings);
            }
        }
        if (globalOptions().json()) {
            console()
                    .writeJson(new ValidationAnswer(
                            problems.isEmpty(), SourceFiles.toAnswers(problems), SourceFiles.toAnswers(warnings)));
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

    private void print(DefinitionFile definition, List<Problem> problems, List<Problem> warnings) {
        String name = definition.sources().get(0).name();
        if (!problems.isEmpty()) {
            console().printLines(SourceFiles.format(problems, definition.sources()));
            console().printError(name + " has " + TerminalText.formatCount(problems.size(), "problem"));
        }
        console().printLines(SourceFiles.formatWarnings(warnings, definition.sources()));
        definition
                .result()
                .either(
                        valid -> {
                            console()
                                    .printLine(name + " is valid: "
                                            + valid.value().automation().name());
                            return true;
                        },
                        invalid -> false);
    }
}
