package heed.cli.files;

import heed.cli.accounts.OpenAccount;
import heed.cli.accounts.Zones;
import heed.cli.console.Exit;
import heed.cli.console.Failure;
import heed.cli.console.HeedCommand;
import heed.cli.console.Progress;
import heed.cli.console.World;
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

    public ImportCommand(World world) {
        super(world);
    }

    @Override
    protected Exit run() throws IOException {
        try (TextFile text =
                TextFile.check(file, world().in(), Optional.ofNullable(charset).map(TextFile::charset))) {
            stopIfAsked("Nothing was imported.");
            return run(text);
        }
    }

    private Exit run(TextFile text) throws IOException {
        Path rejects = rejectFile == null ? Rejects.of(file) : rejectFile;
        Rejects.check(rejects, text);
        Optional<ZoneId> newZone = Optional.ofNullable(zone).map(Zones::find);
        // Read the header before anything is made, so that a file that cannot be imported leaves nothing behind.
        open(text, OpenAccount.fieldsSoFar(common(), world()), world().zone()).close();
        try (OpenAccount open = OpenAccount.orNew(common(), world(), console(), newZone)) {
            AccountStore account = open.account();
            try (ProspectFile prospects =
                            open(text, account.fields(), account.account().zone());
                    Rejects rejected = new Rejects(rejects, prospects.headings())) {
                ImportOptions options = new ImportOptions(key(prospects, text), allowClearingFlags);
                ImportReport report;
                try (Progress progress = console().progress("Importing", "line", text.lines())) {
                    report = new Import(account, options, rejected, world(), text).all(prospects, progress);
                }
                new ImportAnswer(text.name(), account.account().name(), prospects, report, rejected.path())
                        .answer(console(), common().json());
                if (rejected.path().isEmpty() && Files.exists(rejects)) {
                    console().note(rejects + " is of an earlier import; this one rejected nothing.");
                }
            }
        }
        return Exit.DONE;
    }

    private ProspectFile open(TextFile text, FieldCatalog catalog, ZoneId days) throws IOException {
        ColumnNames names = new ColumnNames(catalog, maps);
        ProspectFile prospects =
                isJson(text) ? JsonProspects.open(text, names, days) : CsvProspects.open(text, names, catalog, days);
        try {
            key(prospects, text);
            return prospects;
        } catch (Failure e) {
            prospects.close();
            throw e;
        }
    }

    /** As it is called; what has no name begins with an object. */
    private boolean isJson(TextFile text) throws IOException {
        if (file.equals(TextFile.STANDARD_INPUT)) {
            return text.begins('{');
        }
        String name = file.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".jsonl") || name.endsWith(".ndjson");
    }

    /** Id where the file has it (JSON lines: its first row), else Email. */
    private Field key(ProspectFile prospects, TextFile text) {
        Optional<Field> wanted = Optional.ofNullable(key).map(this::keyField);
        var mapped = prospects.mapped().values();
        if (wanted.isPresent() && !mapped.contains(wanted.get())) {
            throw Failure.invalid(
                    "key",
                    "--key " + key + " wants a column " + wanted.get().label() + ", and " + text.name() + " has none");
        }
        if (!mapped.contains(StandardFields.ID) && !mapped.contains(StandardFields.EMAIL)) {
            throw Failure.invalid(
                    "key",
                    text.name() + " has neither a column Id nor Email to know prospects by; say which with --map \"CSV"
                            + " column=Email\"");
        }
        return wanted.orElse(mapped.contains(StandardFields.ID) ? StandardFields.ID : StandardFields.EMAIL);
    }

    private Field keyField(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "id" -> StandardFields.ID;
            case "email" -> StandardFields.EMAIL;
            default -> throw Failure.invalid("key", "--key is email or id, not " + QuotedText.of(name));
        };
    }
}
