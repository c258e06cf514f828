package heed.cli.suppression;

import heed.cli.internal.account.AccountSession;
import heed.cli.internal.console.HeedCommand;
import heed.cli.internal.console.ProgressDisplay;
import heed.cli.internal.console.TerminalText;
import heed.cli.internal.console.TextTable;
import heed.cli.internal.files.AddressFile;
import heed.cli.internal.files.ColumnMapping;
import heed.cli.internal.files.RejectFile;
import heed.cli.internal.files.TextFile;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Imports addresses to the suppression list. Doing it again is safe: what is listed stays as it is. */
@Command(
        name = "import",
        description =
                "Put the addresses of a file on the suppression list, whether or not any prospect has them: CSV with"
                        + " a column Email or Address, or one address a line. Lines without an address go to a reject file with"
                        + " line and reason; the others are imported.")
public final class SuppressionImportCommand extends HeedCommand {
    @Parameters(paramLabel = "FILE", description = "FILE.csv or FILE.txt; - for standard input.")
    private Path file = Path.of("");

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the history (default: import of FILE).")
    private @Nullable String reason;

    @Option(
            names = "--map",
            paramLabel = "COLUMN=Email",
            description = "The column of the addresses, if it is called otherwise: --map \"Mailbox=Email\".")
    private List<String> maps = List.of();

    @Option(
            names = "--rejects",
            paramLabel = "FILE",
            description = "The reject file (default: FILE.rejects.csv, stdin.rejects.csv).")
    private @Nullable Path rejectFile;

    @Option(
            names = "--charset",
            paramLabel = "NAME",
            description = "The encoding, if it is not UTF-8: windows-1252, for one.")
    private @Nullable String charset;

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
            Optional<String> rejects) {}

    @Override
    protected ExitCode run() throws IOException {
        try (TextFile text = TextFile.validate(
                file, environment().in(), Optional.ofNullable(charset).map(TextFile::charset))) {
            throwIfStopRequested("Nothing was imported.");
            return run(text);
        }
    }

    private ExitCode run(TextFile text) throws IOException {
        String historyReason =
                reason == null ? "import of " + text.fileName() : SuppressionArguments.requireReason(reason);
        Path rejectPath = rejectFile == null ? RejectFile.defaultPath(file) : rejectFile;
        RejectFile.requireWritable(rejectPath, text);
        ColumnMapping mapping =
                new ColumnMapping(AccountSession.fieldsOrStandard(globalOptions(), environment()), maps);
        // Nothing is made for a file that cannot be imported.
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
            if (rejectWriter.path().isEmpty() && Files.exists(rejectPath)) {
                console().printNote(rejectPath + " is of an earlier import; this one rejected nothing.");
            }
        }
        return ExitCode.DONE;
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
                            rejects.map(Path::toString)));
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
        console().printLines(table.drainLines());
    }
}
