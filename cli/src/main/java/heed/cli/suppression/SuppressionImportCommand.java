package heed.cli.suppression;

import heed.cli.internal.account.AccountSession;
import heed.cli.internal.account.ImportRuns;
import heed.cli.internal.account.NewStoreOption;
import heed.cli.internal.account.ReasonText;
import heed.cli.internal.console.ProgressDisplay;
import heed.cli.internal.console.TerminalText;
import heed.cli.internal.console.TextTable;
import heed.cli.internal.files.FileImportCommand;
import heed.cli.internal.files.RejectFile;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import heed.cli.process.ExitCode;
import heed.engine.ImportRun;
import heed.filters.json.QuotedText;
import heed.imports.AddressFile;
import heed.imports.columns.ColumnMapping;
import heed.imports.text.TextFile;
import heed.model.field.StandardFields;
import heed.model.run.Run;
import heed.model.run.RunId;
import heed.model.suppression.SuppressedDomain;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Adds the addresses of a file to the suppression list. An import can be repeated: a listed address stays as it is. */
@Command(
        name = "import",
        description = {
            "Add the addresses and domains of a file to the suppression list, whether or not a prospect has them.",
            "The file is CSV or JSON, of which the columns with addresses are read, or text with addresses in any form. A row"
                    + " without an address goes to a reject file with its line and the reason; the other rows are"
                    + " imported."
        })
public final class SuppressionImportCommand extends FileImportCommand {
    private static final int MAX_SHOWN_DOMAINS = 10;

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
            description = "A column of addresses. Without it, all columns whose cells have addresses are read.")
    private List<String> maps = List.of();

    @Option(
            names = "--mailable",
            paramLabel = "skip|suppress",
            description = "What to do with rows that say that the person may be mailed, such as Status \"subscribed\":"
                    + " leave them out, or suppress them too. Without it, a file with such rows is not imported.")
    private @Nullable String mailable;

    @Option(
            names = "--preview",
            description =
                    "Only show what the import would do. Nothing is changed: no store, no account and no reject file is"
                            + " created.")
    private boolean preview;

    @Mixin
    private final NewStoreOption newStore = new NewStoreOption();

    public SuppressionImportCommand(CommandEnvironment environment) {
        super(environment);
    }

    private record SuppressionImportAnswer(
            Optional<Long> run,
            String file,
            String account,
            long rows,
            long added,
            long alreadyListed,
            long rejected,
            Optional<String> rejects,
            Map<String, Long> rejectedByReason,
            long skipped,
            List<String> addedDomains) {}

    @Override
    protected Path file() {
        return file;
    }

    @Override
    protected ExitCode importFile(TextFile text, Path rejectPath) throws IOException {
        String historyReason = reason == null ? "import of " + text.fileName() : ReasonText.require(reason);
        ColumnMapping mapping = ColumnMapping.toField(
                AccountSession.fieldsOrStandard(globalOptions(), environment()), StandardFields.EMAIL, maps);
        if (preview) {
            return preview(text, mapping, historyReason);
        }
        // Read the header before the store and the account are created: a file that cannot be imported creates neither.
        try (AddressFile addresses = AddressFile.open(text, mapping, mailablePolicy());
                AccountSession session = AccountSession.openOrCreate(
                        globalOptions(), environment(), console(), newStore, Optional.empty());
                RejectFile rejectWriter = new RejectFile(rejectPath, addresses.headings())) {
            SuppressionImporter.SuppressionImportReport report;
            RunId runId;
            try (ImportRun run = ImportRuns.start(session, environment(), Run.Kind.SUPPRESSION_IMPORT, text);
                    ProgressDisplay progress = console().startProgress("Importing", "line", text.lineCount())) {
                runId = run.id();
                report = new SuppressionImporter(
                                session.account(),
                                Optional.of(run),
                                Optional.of(rejectWriter),
                                environment(),
                                text,
                                historyReason)
                        .importAll(addresses, progress);
                run.finish();
            }
            writeResult(Optional.of(runId), text.name(), addresses.addressHeadings(), report, rejectWriter.path());
            printStaleRejectFile(rejectWriter, rejectPath);
            return exitCode(report.rejected());
        }
    }

    private ExitCode preview(TextFile text, ColumnMapping mapping, String historyReason) throws IOException {
        try (AddressFile addresses = AddressFile.open(text, mapping, mailablePolicy());
                AccountSession session = AccountSession.openForPreview(
                        globalOptions(), environment(), console(), environment().zone())) {
            SuppressionImporter.SuppressionImportReport report;
            try (ProgressDisplay progress = console().startProgress("Previewing", "line", text.lineCount())) {
                report = new SuppressionImporter(
                                session.account(),
                                Optional.empty(),
                                Optional.empty(),
                                environment(),
                                text,
                                historyReason)
                        .importAll(addresses, progress);
            }
            writeResult(Optional.empty(), text.name(), addresses.addressHeadings(), report, Optional.empty());
            return exitCode(report.rejected());
        }
    }

    private AddressFile.MailablePolicy mailablePolicy() {
        if (mailable == null) {
            return AddressFile.MailablePolicy.REFUSE;
        }
        return switch (mailable) {
            case "skip" -> AddressFile.MailablePolicy.SKIP;
            case "suppress" -> AddressFile.MailablePolicy.SUPPRESS;
            default ->
                throw CommandException.invalid(
                        "mailable", "--mailable must be skip or suppress, not " + QuotedText.of(mailable));
        };
    }

    private void writeResult(
            Optional<RunId> run,
            String name,
            List<String> columns,
            SuppressionImporter.SuppressionImportReport report,
            Optional<Path> rejects) {
        if (globalOptions().json()) {
            console()
                    .writeJson(new SuppressionImportAnswer(
                            run.map(RunId::value),
                            name,
                            globalOptions().account(),
                            report.rows(),
                            report.added(),
                            report.alreadyListed(),
                            report.rejected(),
                            rejects.map(Path::toString),
                            report.rejectedByReason(),
                            report.skipped(),
                            report.addedDomains().stream()
                                    .map(SuppressedDomain::text)
                                    .toList()));
            return;
        }
        console()
                .printLine("Read " + TerminalText.formatCount(report.rows(), "row") + " of " + name
                        + columnsText(columns) + (run.isPresent() ? "." : ". The import would do this:"));
        TextTable table = TextTable.of("", ">", "");
        table.addRow("Added", TerminalText.formatNumber(report.added()), "");
        table.addRow("Already listed", TerminalText.formatNumber(report.alreadyListed()), "");
        if (report.skipped() > 0) {
            table.addRow("Left out", TerminalText.formatNumber(report.skipped()), "rows that may be mailed");
        }
        table.addRow(
                "Rejected",
                TerminalText.formatNumber(report.rejected()),
                rejects.map(path -> "with reasons in " + path).orElse(""));
        report.rejectedByReason()
                .forEach((problem, count) -> table.addRow("", TerminalText.formatNumber(count), problem));
        console().printTable(table);
        if (!report.addedDomains().isEmpty()) {
            console()
                    .printLine("Every address of "
                            + (report.addedDomains().size() == 1 ? "this domain" : "these domains")
                            + (run.isPresent() ? " is suppressed from now on: " : " would be suppressed: ")
                            + report.addedDomains().stream()
                                    .limit(MAX_SHOWN_DOMAINS)
                                    .map(SuppressedDomain::text)
                                    .collect(Collectors.joining(", "))
                            + (report.addedDomains().size() > MAX_SHOWN_DOMAINS ? ", …" : ""));
        }
        if (run.isEmpty()) {
            console()
                    .printNote("nothing was changed. To import it: "
                            + globalOptions().suggestSame().without("--preview"));
        }
    }

    private static String columnsText(List<String> columns) {
        return columns.isEmpty()
                ? ""
                : "; the addresses are from " + (columns.size() == 1 ? "the column " : "the columns ")
                        + String.join(", ", columns);
    }
}
