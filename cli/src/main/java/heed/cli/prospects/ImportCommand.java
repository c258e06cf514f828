package heed.cli.prospects;

import heed.cli.internal.account.AccountSession;
import heed.cli.internal.account.ImportRuns;
import heed.cli.internal.account.NewAccountOptions;
import heed.cli.internal.console.ProgressDisplay;
import heed.cli.internal.files.ColumnMappings;
import heed.cli.internal.files.FileImportCommand;
import heed.cli.internal.files.RejectFile;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import heed.cli.process.ExitCode;
import heed.engine.ImportRun;
import heed.filters.json.QuotedText;
import heed.imports.ConsistentFlags;
import heed.imports.FixedValues;
import heed.imports.ImportPlan;
import heed.imports.ProspectFile;
import heed.imports.columns.ColumnMapping;
import heed.imports.table.JsonTableReader;
import heed.imports.text.TextFile;
import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.run.Run;
import heed.model.run.RunId;
import heed.model.store.AccountStore;
import heed.model.store.ImportOptions;
import heed.model.store.ImportOutcome;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Imports prospects from a file, one transaction for each batch of rows. An import can be repeated: a row that equals
 * what is stored changes nothing.
 */
@Command(
        name = "import",
        description = {
            "Import prospects from a CSV or JSON Lines file.",
            "CSV cells may be separated by commas, semicolons, tabs or vertical bars. A row that cannot be imported"
                    + " goes to a reject file with its line and the reason; the other rows are imported."
        })
public final class ImportCommand extends FileImportCommand {
    @Parameters(
            paramLabel = "FILE",
            description =
                    "The file to import, or - for standard input. JSON if the name ends in .jsonl or .ndjson, or if the"
                            + " text begins as JSON Lines or a JSON array; else CSV.")
    private Path file = Path.of("");

    @Option(
            names = "--map",
            paramLabel = "COLUMN=FIELD",
            description = "Import a column into the field with another name: --map \"Work mail=Email\". With \"not\","
                    + " a No in the column is a Yes of the field: --map \"Subscribed=not Email Opt Out\". With"
                    + " \"other\", the column has other addresses of the same people: --map \"Home mail=other"
                    + " Email\". Can be repeated.")
    private List<String> maps = List.of();

    @Option(
            names = "--ignore",
            paramLabel = "COLUMN",
            description = "Do not import a column. Needed for a column that may mean a no to mail and does not. Can be"
                    + " repeated.")
    private List<String> ignored = List.of();

    @Option(
            names = "--reject-unknown-flags",
            description = "Reject the rows whose Email Opt Out or Bounced is not understood (default: import nothing if"
                    + " there is one).")
    private boolean rejectUnknownFlags;

    @Option(
            names = "--key",
            paramLabel = "email|id",
            description = "How a row finds its prospect (default: id if the file has the column Id, else email).")
    private @Nullable String key;

    @Option(
            names = "--allow-clearing-flags",
            description =
                    "Let a No in the file clear an Email Opt Out or Bounced that is Yes (default: a No never clears a"
                            + " Yes).")
    private boolean allowClearingFlags;

    @Option(
            names = "--update-only",
            description = "Create no prospects: rows that no prospect fits are counted. Their noes are kept.")
    private boolean updateOnly;

    @Option(
            names = "--set",
            paramLabel = "FIELD=VALUE",
            description =
                    "Give the field this value in each row that is imported: --set \"Lead Source=Trade fair\". Can be"
                            + " repeated.")
    private List<String> assignments = List.of();

    @Option(
            names = "--preview",
            description = "Only show which column is read into which field and what the import would do. Nothing is"
                    + " changed: no store, no account and no reject file is created.")
    private boolean preview;

    @Mixin
    private final FormatArguments formats = new FormatArguments();

    @Mixin
    private final NewAccountOptions newAccount = new NewAccountOptions();

    public ImportCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    protected Path file() {
        return file;
    }

    @Override
    protected ExitCode importFile(TextFile text, Path rejectPath) throws IOException {
        Optional<ZoneId> newZone = newAccount.zone();
        boolean addsTags = formats.addsTags();
        // Plan before the store and the account are created: a file that cannot be imported creates neither.
        FieldCatalog catalog = AccountSession.fieldsOrStandard(globalOptions(), environment());
        ImportPlan plan = plan(text, catalog);
        Field keyField = chooseKey(plan, text);
        Map<Field, Optional<Value>> fixedValues = fixedValues(plan, catalog);
        ImportOptions options = new ImportOptions(keyField, allowClearingFlags, updateOnly, addsTags);
        if (preview) {
            return preview(text, plan, fixedValues, options, newZone);
        }
        try (AccountSession session = AccountSession.openOrCreate(
                globalOptions(), environment(), console(), newAccount.newStore(), newZone)) {
            AccountStore account = session.account();
            try (ProspectFile prospects =
                            openRows(plan, fixedValues, account.account().zone());
                    RejectFile rejectWriter = new RejectFile(rejectPath, prospects.headings())) {
                ImportReport report;
                RunId runId;
                try (ImportRun run = ImportRuns.start(session, environment(), Run.Kind.IMPORT, text);
                        ProgressDisplay progress = console().startProgress("Importing", "line", text.lineCount())) {
                    runId = run.id();
                    report = new ProspectImporter(run, options, rejectWriter, environment(), text)
                            .importAll(prospects, progress);
                    run.finish();
                }
                new ImportOutput(
                                Optional.of(runId),
                                text.name(),
                                account.account().name(),
                                plan,
                                report,
                                rejectWriter.path(),
                                globalOptions().suggest("fields", "add", "LABEL", "--type", "TYPE"),
                                globalOptions().suggest("undo", runId))
                        .writeTo(console(), globalOptions().json());
                printStaleRejectFile(rejectWriter, rejectPath);
                return exitCode(report.count(ImportOutcome.RowResult.REJECTED));
            }
        }
    }

    /**
     * Returns the values of {@code --set}.
     *
     * @throws CommandException if one of them names a prospect, or a field that a column of the file is read into
     */
    private Map<Field, Optional<Value>> fixedValues(ImportPlan plan, FieldCatalog catalog) {
        Map<Field, Optional<Value>> values =
                FieldAssignments.parse(assignments, catalog, environment().zone(), globalOptions());
        for (Field field : values.keySet()) {
            if (field.equals(StandardFields.EMAIL)) {
                throw CommandException.invalid("set", "--set cannot give every row the same " + field.label());
            }
            if (plan.has(field)) {
                throw CommandException.invalid(
                        "set",
                        "--set gives " + field.label() + " a value, and a column of the file is read into "
                                + field.label() + ", too; leave one of them out, the column with --ignore");
            }
        }
        return values;
    }

    private ProspectFile openRows(ImportPlan plan, Map<Field, Optional<Value>> fixedValues, ZoneId zone)
            throws IOException {
        ProspectFile rows = fixedValues.isEmpty() ? plan.open(zone) : new FixedValues(plan.open(zone), fixedValues);
        return allowClearingFlags ? new ConsistentFlags(rows) : rows;
    }

    private ExitCode preview(
            TextFile text,
            ImportPlan plan,
            Map<Field, Optional<Value>> fixedValues,
            ImportOptions options,
            Optional<ZoneId> newZone)
            throws IOException {
        try (AccountSession session = AccountSession.openForPreview(
                globalOptions(),
                environment(),
                console(),
                newZone.orElse(environment().zone()))) {
            ImportReport report;
            try (ProgressDisplay progress = console().startProgress("Previewing", "line", text.lineCount())) {
                report = new ProspectPreviewer(session.account(), options, environment(), text)
                        .previewAll(
                                () -> openRows(
                                        plan,
                                        fixedValues,
                                        session.account().account().zone()),
                                progress);
            }
            new ImportOutput(
                            Optional.empty(),
                            text.name(),
                            globalOptions().account(),
                            plan,
                            report,
                            Optional.empty(),
                            globalOptions().suggest("fields", "add", "LABEL", "--type", "TYPE"),
                            globalOptions().suggestSame().without("--preview"))
                    .writeTo(console(), globalOptions().json());
            return exitCode(report.count(ImportOutcome.RowResult.REJECTED));
        }
    }

    private ImportPlan plan(TextFile text, FieldCatalog catalog) throws IOException {
        ColumnMapping mapping = ColumnMappings.of(catalog, maps, ignored, globalOptions());
        return isJson(text)
                ? ImportPlan.ofJsonLines(text, mapping, catalog, rejectUnknownFlags)
                : ImportPlan.ofCsv(text, mapping, formats.options(), catalog, rejectUnknownFlags);
    }

    /** Decides by the name of the file, and else by how it begins. */
    private boolean isJson(TextFile text) throws IOException {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".jsonl") || name.endsWith(".ndjson") || JsonTableReader.isJson(text);
    }

    /** Returns the field that --key names; by default Id if the file has it, else Email. */
    private Field chooseKey(ImportPlan plan, TextFile text) {
        Optional<Field> requestedKey = Optional.ofNullable(key).map(this::parseKey);
        if (requestedKey.isPresent() && !plan.has(requestedKey.get())) {
            throw CommandException.invalid(
                    "key",
                    "--key " + key + " needs a column " + requestedKey.get().label() + ", and " + text.name()
                            + " has none");
        }
        return requestedKey.orElse(plan.has(StandardFields.ID) ? StandardFields.ID : StandardFields.EMAIL);
    }

    private Field parseKey(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "id" -> StandardFields.ID;
            case "email" -> StandardFields.EMAIL;
            default -> throw CommandException.invalid("key", "--key must be email or id, not " + QuotedText.of(name));
        };
    }
}
