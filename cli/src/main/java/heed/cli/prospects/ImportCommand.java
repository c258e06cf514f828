package heed.cli.prospects;

import heed.cli.internal.account.AccountSession;
import heed.cli.internal.account.TimeZones;
import heed.cli.internal.console.HeedCommand;
import heed.cli.internal.console.ProgressDisplay;
import heed.cli.internal.files.ColumnMapping;
import heed.cli.internal.files.CsvProspectFile;
import heed.cli.internal.files.JsonProspectFile;
import heed.cli.internal.files.ProspectFile;
import heed.cli.internal.files.RejectFile;
import heed.cli.internal.files.TextFile;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import heed.cli.process.ExitCode;
import heed.filters.json.QuotedText;
import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import heed.model.field.StandardFields;
import heed.model.store.AccountStore;
import heed.model.store.ImportOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Imports prospects, a batch a transaction. Doing it again is safe: rows that say nothing new change nothing. */
@Command(
        name = "import",
        description =
                "Import prospects from a CSV file (comma, semicolon, tab or bar) or JSON lines. Rows that cannot be"
                        + " imported go to a reject file with line and reason; the others are imported.")
public final class ImportCommand extends HeedCommand {
    @Parameters(paramLabel = "FILE", description = "FILE.csv or FILE.jsonl; - for standard input.")
    private Path file = Path.of("");

    @Option(
            names = "--map",
            paramLabel = "COLUMN=FIELD",
            description =
                    "A column that is not called as its field is: --map \"E-mail address=Email\". May be repeated.")
    private List<String> maps = List.of();

    @Option(
            names = "--key",
            paramLabel = "email|id",
            description = "How a row finds its prospect (default: id where that column is mapped, else email).")
    private @Nullable String key;

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

    @Option(
            names = "--allow-clearing-flags",
            description = "Let a No in the file clear an Email Opt Out or Bounced that is Yes.")
    private boolean allowClearingFlags;

    @Option(
            names = "--time-zone",
            paramLabel = "ZONE",
            description = "Of the account, if it is made by this (default: the system's).")
    private @Nullable String zone;

    public ImportCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    protected ExitCode run() throws IOException {
        try (TextFile text = TextFile.validate(
                file, environment().in(), Optional.ofNullable(charset).map(TextFile::charset))) {
            throwIfStopRequested("Nothing was imported.");
            return run(text);
        }
    }

    private ExitCode run(TextFile text) throws IOException {
        Path rejectPath = rejectFile == null ? RejectFile.defaultPath(file) : rejectFile;
        RejectFile.requireWritable(rejectPath, text);
        Optional<ZoneId> newZone = Optional.ofNullable(zone).map(TimeZones::parse);
        // Read the header before anything is made, so that a file that cannot be imported leaves nothing behind.
        openFile(
                        text,
                        AccountSession.fieldsOrStandard(globalOptions(), environment()),
                        environment().zone())
                .close();
        try (AccountSession session = AccountSession.openOrCreate(globalOptions(), environment(), console(), newZone)) {
            AccountStore account = session.account();
            try (ProspectFile prospects =
                            openFile(text, account.fields(), account.account().zone());
                    RejectFile rejectWriter = new RejectFile(rejectPath, prospects.headings())) {
                ImportOptions options = new ImportOptions(chooseKey(prospects, text), allowClearingFlags);
                ImportReport report;
                try (ProgressDisplay progress = console().startProgress("Importing", "line", text.lineCount())) {
                    report = new ProspectImporter(account, options, rejectWriter, environment(), text)
                            .importAll(prospects, progress);
                }
                new ImportOutput(text.name(), account.account().name(), prospects, report, rejectWriter.path())
                        .writeTo(console(), globalOptions().json());
                if (rejectWriter.path().isEmpty() && Files.exists(rejectPath)) {
                    console().printNote(rejectPath + " is of an earlier import; this one rejected nothing.");
                }
            }
        }
        return ExitCode.DONE;
    }

    private ProspectFile openFile(TextFile text, FieldCatalog catalog, ZoneId accountZone) throws IOException {
        ColumnMapping mapping = new ColumnMapping(catalog, maps);
        ProspectFile prospects = isJson(text)
                ? JsonProspectFile.open(text, mapping, accountZone)
                : CsvProspectFile.open(text, mapping, catalog, accountZone);
        try {
            chooseKey(prospects, text);
            return prospects;
        } catch (CommandException e) {
            prospects.close();
            throw e;
        }
    }

    /** As it is called; what has no name begins with an object. */
    private boolean isJson(TextFile text) throws IOException {
        if (file.equals(TextFile.STANDARD_INPUT)) {
            return text.startsWith('{');
        }
        String name = file.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".jsonl") || name.endsWith(".ndjson");
    }

    /** Id where the file has it (JSON lines: its first row), else Email. */
    private Field chooseKey(ProspectFile prospects, TextFile text) {
        Optional<Field> requestedKey = Optional.ofNullable(key).map(this::parseKey);
        var mapped = prospects.mapped().values();
        if (requestedKey.isPresent() && !mapped.contains(requestedKey.get())) {
            throw CommandException.invalid(
                    "key",
                    "--key " + key + " wants a column " + requestedKey.get().label() + ", and " + text.name()
                            + " has none");
        }
        if (!mapped.contains(StandardFields.ID) && !mapped.contains(StandardFields.EMAIL)) {
            throw CommandException.invalid(
                    "key",
                    text.name() + " has neither a column Id nor Email to know prospects by; say which with --map \"CSV"
                            + " column=Email\"");
        }
        return requestedKey.orElse(mapped.contains(StandardFields.ID) ? StandardFields.ID : StandardFields.EMAIL);
    }

    private Field parseKey(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "id" -> StandardFields.ID;
            case "email" -> StandardFields.EMAIL;
            default -> throw CommandException.invalid("key", "--key is email or id, not " + QuotedText.of(name));
        };
    }
}
