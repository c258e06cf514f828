package heed.cli.prospects;

import heed.cli.internal.account.AccountSession;
import heed.cli.internal.console.CommandConsole;
import heed.cli.internal.console.HeedCommand;
import heed.cli.internal.console.JsonOutput;
import heed.cli.internal.console.ProgressDisplay;
import heed.cli.internal.console.SourceFiles;
import heed.cli.internal.console.TerminalText;
import heed.cli.internal.files.AtomicFile;
import heed.cli.internal.files.ExportTarget;
import heed.cli.internal.files.OutputFile;
import heed.cli.internal.files.ProspectWriter;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import heed.cli.process.ExitCode;
import heed.filters.Criterion;
import heed.filters.CriterionReader;
import heed.filters.json.QuotedText;
import heed.filters.reading.PredicateOf;
import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectId;
import heed.model.run.EvaluationTime;
import heed.model.store.Prefilter;
import heed.model.store.StoreReading;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Exports prospects with all their fields as CSV or JSON Lines. */
@Command(
        name = "export",
        description = {
            "Export prospects with all their fields to a file or to standard output.",
            "Importing the result gives the same prospects.",
            "With --prospect, export everything that is kept about one person as a JSON document that only you may read:"
                    + " values, facts with their history, mails, bounces, opt-outs, entries of the suppression list, and"
                    + " the runs that concerned the person."
        })
public final class ExportCommand extends HeedCommand {
    private static final int PAGE_SIZE = 5_000;
    private static final int BUFFER_SIZE = 1 << 16;

    @Mixin
    private final ExportTarget target = new ExportTarget();

    @Option(
            names = "--where",
            paramLabel = "CRITERIA.json",
            description =
                    "Export only the prospects that match the criteria in this file, written like the \"who\" of an"
                            + " automation.")
    private @Nullable Path where;

    @Option(
            names = "--prospect",
            paramLabel = "ID|EMAIL",
            description =
                    "Export everything that is kept about this person: the Id of a prospect, or an address, also one"
                            + " that no prospect has.")
    private @Nullable String person;

    @Option(
            names = "--format",
            paramLabel = "csv|jsonl",
            description =
                    "The format (default: jsonl if FILE ends in .jsonl or .ndjson, else csv; with --json and without"
                            + " FILE, one JSON document).")
    private @Nullable String format;

    public ExportCommand(CommandEnvironment environment) {
        super(environment);
    }

    private record ExportAnswer(String file, long prospects) {}

    private record PersonExportAnswer(String file, long prospects, long addresses, long entries) {}

    /** Creates a writer of prospects in one format. */
    private interface WriterFactory {
        ProspectWriter create(Writer out, List<Field> fields) throws IOException;
    }

    @Override
    protected ExitCode run() throws IOException {
        if (person != null) {
            return exportPerson(person);
        }
        WriterFactory writerFactory = writerFactory();
        Optional<OutputFile> file = target.requireFile(globalOptions(), where == null ? List.of() : List.of(where));
        try (AccountSession session = AccountSession.open(globalOptions(), environment())) {
            FieldCatalog catalog = session.account().fields();
            EvaluationTime evaluationTime = new EvaluationTime(
                    environment().clock().instant(), session.account().account().zone());
            Optional<Criterion> criterion = Optional.ofNullable(where)
                    .map(SourceFiles::read)
                    .map(source -> SourceFiles.requireValid(
                            CriterionReader.read(source, catalog, evaluationTime.zone()), source, console()));
            Prefilter prefilter = criterion
                    .map(who -> session.store().create(who, evaluationTime))
                    .orElse(Prefilter.EVERYONE);
            Predicate<Prospect> filter = criterion
                    .map(who -> PredicateOf.criterion(who, evaluationTime))
                    .orElse(prospect -> true);
            if (file.isEmpty()) {
                export(
                        session,
                        prefilter,
                        filter,
                        writerFactory.create(new BufferedWriter(console().fileWriter(), BUFFER_SIZE), catalog.all()));
            } else {
                try (AtomicFile atomicFile = new AtomicFile(file.get())) {
                    long count = export(
                            session,
                            prefilter,
                            filter,
                            writerFactory.create(
                                    new BufferedWriter(
                                            new OutputStreamWriter(atomicFile.open(), StandardCharsets.UTF_8),
                                            BUFFER_SIZE),
                                    catalog.all()));
                    atomicFile.commit();
                    writeResult(file.get().path(), count);
                }
            }
        }
        return ExitCode.DONE;
    }

    private ExitCode exportPerson(String idOrEmail) throws IOException {
        if (where != null || format != null) {
            throw CommandException.invalid(
                    "usage", "--prospect writes one JSON document; leave out --where and --format");
        }
        Optional<OutputFile> file = target.requireFile(globalOptions(), List.of());
        try (AccountSession session = AccountSession.open(globalOptions(), environment())) {
            PersonExport export =
                    PersonExport.read(session, idOrEmail, environment().clock().instant());
            if (export.isEmpty()) {
                console().printNote("nothing is kept about " + idOrEmail);
            }
            if (file.isEmpty()) {
                console().writeJson(export);
                return ExitCode.DONE;
            }
            try (AtomicFile atomicFile = new AtomicFile(file.get())) {
                try (Writer out = new OutputStreamWriter(atomicFile.openPrivate(), StandardCharsets.UTF_8)) {
                    JsonOutput.writeDocument(out, export);
                    out.write("\n");
                }
                atomicFile.commit();
            }
            writeResult(file.get().path(), export);
        }
        return ExitCode.DONE;
    }

    private void writeResult(Path file, PersonExport export) {
        if (globalOptions().json()) {
            console()
                    .writeJson(new PersonExportAnswer(
                            file.toString(),
                            export.prospects().size(),
                            export.addresses().size(),
                            export.entries()));
        } else {
            console()
                    .printLine("Exported what is kept about 1 person to " + file + ": "
                            + TerminalText.formatCount(export.prospects().size(), "prospect") + ", "
                            + TerminalText.formatCount(export.addresses().size(), "address") + " and "
                            + TerminalText.formatCount(export.entries(), "entry") + " in all.");
        }
    }

    private WriterFactory writerFactory() {
        String name = target.file()
                .map(path -> String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT))
                .orElse("");
        String formatName =
                format == null ? (name.endsWith(".jsonl") || name.endsWith(".ndjson") ? "jsonl" : "csv") : format;
        if (format == null && target.file().isEmpty() && globalOptions().json()) {
            return ProspectWriter.JsonDocumentProspectWriter::new;
        }
        return switch (formatName.toLowerCase(Locale.ROOT)) {
            case "csv" -> ProspectWriter.CsvProspectWriter::new;
            case "jsonl" -> ProspectWriter.JsonLinesProspectWriter::new;
            default ->
                throw CommandException.invalid(
                        "format", "--format must be csv or jsonl, not " + QuotedText.of(formatName));
        };
    }

    /** Writes the matching prospects of one snapshot of the store, and returns their number. */
    private long export(AccountSession session, Prefilter prefilter, Predicate<Prospect> filter, ProspectWriter writer)
            throws IOException {
        try (writer) {
            return session.account().read(reading -> exportPages(reading, prefilter, filter, writer));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private long exportPages(
            StoreReading reading, Prefilter prefilter, Predicate<Prospect> filter, ProspectWriter writer) {
        long written = 0;
        long read = 0;
        try (ProgressDisplay progress =
                target.startProgress(environment(), console(), "prospect", reading.countProspects())) {
            List<Prospect> page = reading.listProspects(prefilter, ProspectId.START, PAGE_SIZE);
            while (!page.isEmpty()) {
                for (Prospect prospect : page) {
                    if (filter.test(prospect)) {
                        writer.write(prospect);
                        written++;
                    }
                }
                read += page.size();
                progress.update(read);
                throwIfStopRequested("Nothing was exported.");
                page = reading.listProspects(
                        prefilter, page.get(page.size() - 1).key(), PAGE_SIZE);
            }
            return written;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void writeResult(Path file, long count) {
        CommandConsole console = console();
        if (globalOptions().json()) {
            console.writeJson(new ExportAnswer(file.toString(), count));
        } else {
            console.printLine("Exported " + TerminalText.formatCount(count, "prospect") + " to " + file + ".");
        }
    }
}
