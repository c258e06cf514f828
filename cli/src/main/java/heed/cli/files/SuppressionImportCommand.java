package heed.cli.files;

import heed.cli.accounts.OpenAccount;
import heed.cli.console.Exit;
import heed.cli.console.HeedCommand;
import heed.cli.console.Json;
import heed.cli.console.Plain;
import heed.cli.console.Progress;
import heed.cli.console.Table;
import heed.cli.console.World;
import heed.cli.prospects.ListedWords;
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

    public SuppressionImportCommand(World world) {
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
        String why = reason == null ? "import of " + text.shortName() : ListedWords.reason(reason);
        Path rejects = rejectFile == null ? Rejects.of(file) : rejectFile;
        Rejects.check(rejects, text);
        ColumnNames names = new ColumnNames(OpenAccount.fieldsSoFar(common(), world()), maps);
        // Nothing is made for a file that cannot be imported.
        try (AddressFile addresses = AddressFile.open(text, names);
                OpenAccount open = OpenAccount.orNew(common(), world(), console(), Optional.empty());
                Rejects rejected = new Rejects(rejects, addresses.headings())) {
            SuppressionImport.Report report;
            try (Progress progress = console().progress("Importing", "line", text.lines())) {
                report = new SuppressionImport(open.account(), rejected, world(), text, why).all(addresses, progress);
            }
            answer(text.name(), report, rejected.path());
            if (rejected.path().isEmpty() && Files.exists(rejects)) {
                console().note(rejects + " is of an earlier import; this one rejected nothing.");
            }
        }
        return Exit.DONE;
    }

    private void answer(String name, SuppressionImport.Report report, Optional<Path> rejects) {
        if (common().json()) {
            console().json(json -> {
                json.writeStartObject();
                json.writeStringProperty("file", name);
                json.writeStringProperty("account", common().account());
                json.writeNumberProperty("rows", report.rows());
                json.writeNumberProperty("added", report.added());
                json.writeNumberProperty("alreadyListed", report.alreadyListed());
                json.writeNumberProperty("rejected", report.rejected());
                Json.text(json, "rejects", rejects.map(Path::toString));
                json.writeEndObject();
            });
            return;
        }
        console().line("Read " + Plain.count(report.rows(), "row") + " of " + name + ".");
        Table table = Table.of("", ">", "");
        table.row("Added", Plain.number(report.added()), "");
        table.row("Already listed", Plain.number(report.alreadyListed()), "");
        table.row(
                "Rejected",
                Plain.number(report.rejected()),
                rejects.map(path -> "with reasons in " + path).orElse(""));
        console().lines(table.lines());
    }
}
