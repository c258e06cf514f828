package heed.cli.files;

import heed.cli.accounts.OpenAccount;
import heed.cli.console.Console;
import heed.cli.console.Exit;
import heed.cli.console.Failure;
import heed.cli.console.HeedCommand;
import heed.cli.console.Plain;
import heed.cli.console.Progress;
import heed.cli.console.Sources;
import heed.cli.console.World;
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
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Exports prospects with all their fields. */
@Command(
        name = "export",
        description = "Export prospects with all their fields, to a file or to standard output. Importing it again"
                + " gives the same prospects.")
public final class ExportCommand extends HeedCommand {
    private static final int PAGE = 5_000;
    private static final int BUFFER = 1 << 16;

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "Where to (default, and -: standard output).")
    private @Nullable Path file;

    @Option(
            names = "--where",
            paramLabel = "CRITERIA.json",
            description = "Only those: criteria as the \"who\" of an automation has them.")
    private @Nullable Path where;

    @Option(names = "--format", paramLabel = "csv|jsonl", description = "Default: as FILE is called, else csv.")
    private @Nullable String format;

    public ExportCommand(World world) {
        super(world);
    }

    /** Makes a writer of prospects of text. */
    private interface Format {
        ProspectWriter on(Writer out, List<Field> fields);
    }

    @Override
    protected Exit run() throws IOException {
        Format written = format();
        Optional<Path> target = WholeFile.named(file);
        target.ifPresent(WholeFile::check);
        try (OpenAccount open = OpenAccount.existing(common(), world())) {
            FieldCatalog catalog = open.account().fields();
            EvaluationTime moment = new EvaluationTime(
                    world().clock().instant(), open.account().account().zone());
            Optional<Criterion> criterion = Optional.ofNullable(where)
                    .map(Sources::of)
                    .map(source ->
                            Sources.valid(CriterionReader.read(source, catalog, moment.zone()), source, console()));
            Prefilter narrowing =
                    criterion.map(who -> open.store().create(who, moment)).orElse(Prefilter.EVERYONE);
            Predicate<Prospect> wanted =
                    criterion.map(who -> PredicateOf.criterion(who, moment)).orElse(prospect -> true);
            if (target.isEmpty()) {
                export(
                        open,
                        narrowing,
                        wanted,
                        written.on(new BufferedWriter(console().file(), BUFFER), catalog.all()));
            } else {
                try (WholeFile whole = new WholeFile(target.get())) {
                    long count = export(
                            open,
                            narrowing,
                            wanted,
                            written.on(
                                    new BufferedWriter(
                                            new OutputStreamWriter(whole.open(), StandardCharsets.UTF_8), BUFFER),
                                    catalog.all()));
                    whole.done();
                    answer(target.get(), count);
                }
            }
        }
        return Exit.DONE;
    }

    private Format format() {
        Optional<Path> target = WholeFile.named(file);
        String name = target.map(path -> String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT))
                .orElse("");
        String wanted =
                format == null ? (name.endsWith(".jsonl") || name.endsWith(".ndjson") ? "jsonl" : "csv") : format;
        if (format == null && target.isEmpty() && common().json()) {
            return ProspectWriter.JsonDocument::new;
        }
        return switch (wanted.toLowerCase(Locale.ROOT)) {
            case "csv" -> ProspectWriter.Csv::new;
            case "jsonl" -> ProspectWriter.JsonLines::new;
            default -> throw Failure.invalid("format", "--format is csv or jsonl, not " + QuotedText.of(wanted));
        };
    }

    /** Pages of one snapshot, as many prospects as fit. */
    private long export(OpenAccount open, Prefilter narrowing, Predicate<Prospect> wanted, ProspectWriter writer)
            throws IOException {
        try (writer) {
            return open.account().read(reading -> pages(reading, narrowing, wanted, writer));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private long pages(StoreReading reading, Prefilter narrowing, Predicate<Prospect> wanted, ProspectWriter writer) {
        long written = 0;
        long read = 0;
        try (Progress progress = progress(reading)) {
            List<Prospect> page = reading.listProspects(narrowing, ProspectId.START, PAGE);
            while (!page.isEmpty()) {
                for (Prospect prospect : page) {
                    if (wanted.test(prospect)) {
                        writer.write(prospect);
                        written++;
                    }
                }
                read += page.size();
                progress.at(read);
                stopIfAsked("Nothing was exported.");
                page = reading.listProspects(
                        narrowing, page.get(page.size() - 1).key(), PAGE);
            }
            return written;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** None where the rows themselves go to the person's terminal. */
    private Progress progress(StoreReading reading) {
        return WholeFile.named(file).isEmpty() && world().terminals().out()
                ? Progress.NONE
                : console().progress("Exporting", "prospect", reading.countProspects());
    }

    private void answer(Path target, long count) {
        Console console = console();
        if (common().json()) {
            console.json(json -> {
                json.writeStartObject();
                json.writeStringProperty("file", target.toString());
                json.writeNumberProperty("prospects", count);
                json.writeEndObject();
            });
        } else {
            console.line("Exported " + Plain.count(count, "prospect") + " to " + target + ".");
        }
    }
}
