package heed.cli.suppression;

import heed.cli.internal.account.AccountSession;
import heed.cli.internal.account.ReasonText;
import heed.cli.internal.console.ProgressDisplay;
import heed.cli.internal.console.TerminalText;
import heed.cli.internal.console.TextTable;
import heed.cli.internal.files.FileImportCommand;
import heed.cli.internal.files.RejectFile;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.ExitCode;
import heed.imports.AddressFile;
import heed.imports.columns.ColumnMapping;
import heed.imports.text.TextFile;
import heed.model.field.StandardFields;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Adds the addresses of a file to the suppression list. An import can be repeated: a listed address stays as it is. */
@Command(
        name = "import",
        description = {
            "Add the addresses of a file to the suppression list, whether or not a prospect has them.",
            "The file is CSV with a column Email or Address, or has one address a line. A row without an address goes"
                    + " to a reject file with its line and the reason; the other rows are imported."
        })
public final class SuppressionImportCommand extends FileImportCommand {
    @Parameters(paramLabel = "FILE", description = "The file to import; - is standard input.")
    private Path file = Path.of("");

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            description = "The reason, kept in the history (default: import of FILE).")
    private @Nullable String reason;

    @Option(
            names = "--map",
            paramLabel = "COLUMN=Email",
            description = "The column of the addresses if its name is not Email or Address: --map \"Mailbox=Email\".")
    private List<String> maps = List.of();

    public SuppressionImportCommand(CommandEnvironment environment) {
        super(environment);
    }

    private record SuppressionImportAnswer(
            String file,
            String account,
            long rows,
            long added,
            long alreadyListed,
            long rejected,
            Optional<String> rejects,
            Map<String, Long> rejectedByReason) {}

    @Override
    protected Path file() {
        return file;
    }

    @Override
    protected ExitCode importFile(TextFile text, Path rejectPath) throws IOException {
        String historyReason = reason == null ? "import of " + text.fileName() : ReasonText.require(reason);
        ColumnMapping mapping = ColumnMapping.toField(
                AccountSession.fieldsOrStandard(globalOptions(), environment()), StandardFields.EMAIL, maps);
        // Read the header before the store and the account are created: a file that cannot be imported creates neither.
        try (AddressFile addresses = AddressFile.open(text, mapping);
                AccountSession session =
                        AccountSession.openOrCreate(globalOptions(), environment(), console(), Optional.empty());
                RejectFile rejectWriter = new RejectFile(rejectPath, addresses.headings())) {
            SuppressionImporter.SuppressionImportReport report;
            try (ProgressDisplay progress = console().startProgress("Importing", "line", text.lineCount())) {
                report = new SuppressionImporter(session.account(), rejectWriter, environment(), text, historyReason)
                        .importAll(addresses, progress);
            }
            writeResult(text.name(), report, rejectWriter.path());
            printStaleRejectFile(rejectWriter, rejectPath);
            return exitCode(report.rejected());
        }
    }

    private void writeResult(String name, SuppressionImporter.SuppressionImportReport report, Optional<Path> rejects) {
        if (globalOptions().json()) {
            console()
                    .writeJson(new SuppressionImportAnswer(
                            name,
                            globalOptions().account(),
                            report.rows(),
                            report.added(),
                            report.alreadyListed(),
                            report.rejected(),
                            rejects.map(Path::toString),
                            report.rejectedByReason()));
            return;
        }
        console().printLine("Read " + TerminalText.formatCount(report.rows(), "row") + " of " + name + ".");
        TextTable table = TextTable.of("", ">", "");
        table.addRow("Added", TerminalText.formatNumber(report.added()), "");
        table.addRow("Already listed", TerminalText.formatNumber(report.alreadyListed()), "");
        table.addRow(
                "Rejected",
                TerminalText.formatNumber(report.rejected()),
                rejects.map(path -> "with reasons in " + path).orElse(""));
        report.rejectedByReason()
                .forEach((problem, count) -> table.addRow("", TerminalText.formatNumber(count), problem));
        console().printTable(table);
    }
}
