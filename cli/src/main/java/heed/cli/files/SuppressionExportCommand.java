package heed.cli.files;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import heed.cli.accounts.OpenAccount;
import heed.cli.console.Exit;
import heed.cli.console.HeedCommand;
import heed.cli.console.Plain;
import heed.cli.console.Progress;
import heed.cli.console.World;
import heed.cli.prospects.SuppressionAnswer;
import heed.model.store.StoreReading;
import heed.model.suppression.Suppression;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Exports the suppression list. */
@Command(
        name = "export",
        description =
                "Export the suppression list as CSV, to a file or to standard output: a row for each reason of each"
                        + " address.")
public final class SuppressionExportCommand extends HeedCommand {
    private static final int BUFFER = 1 << 16;

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "Where to (default, and -: standard output).")
    private @Nullable Path file;

    public SuppressionExportCommand(World world) {
        super(world);
    }

    private record Count(long addresses, long reasons) {}

    @Override
    protected Exit run() throws IOException {
        Optional<Path> target = WholeFile.named(file);
        target.ifPresent(WholeFile::check);
        try (OpenAccount open = OpenAccount.existing(common(), world())) {
            if (target.isPresent()) {
                try (WholeFile whole = new WholeFile(target.get())) {
                    Count count = export(open, new OutputStreamWriter(whole.open(), StandardCharsets.UTF_8));
                    whole.done();
                    answer(target.get(), count);
                }
            } else if (common().json()) {
                open.account().read(reading -> {
                    console().json(json -> SuppressionAnswer.write(json, reading));
                    return true;
                });
            } else {
                export(open, console().file());
            }
        }
        return Exit.DONE;
    }

    private Count export(OpenAccount open, Writer out) throws IOException {
        try (CsvWriter csv =
                CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(new BufferedWriter(out, BUFFER))) {
            csv.writeRecord("Address", "Reason", "Since", "Source", "Prospect");
            return open.account().read(reading -> rows(reading, csv));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private Count rows(StoreReading reading, CsvWriter csv) {
        long[] written = new long[2];
        try (Progress progress = progress(reading)) {
            SuppressionAnswer.each(reading, (address, reasons) -> {
                for (Suppression one : reasons) {
                    csv.writeRecord(Stream.of(
                                    address.value(),
                                    one.reason().label(),
                                    one.since().toString(),
                                    SuppressionAnswer.source(one),
                                    SuppressionAnswer.prospect(one))
                            .map(Formula::defuse)
                            .toList());
                }
                written[0]++;
                written[1] += reasons.size();
                progress.at(written[0]);
                stopIfAsked("Nothing was exported.");
            });
        }
        return new Count(written[0], written[1]);
    }

    /** None where the rows themselves go to the person's terminal. */
    private Progress progress(StoreReading reading) {
        return WholeFile.named(file).isEmpty() && world().terminals().out()
                ? Progress.NONE
                : console().progress("Exporting", "address", reading.countSuppressedAddresses());
    }

    private void answer(Path target, Count count) {
        if (common().json()) {
            console().json(json -> {
                json.writeStartObject();
                json.writeStringProperty("file", target.toString());
                json.writeNumberProperty("addresses", count.addresses());
                json.writeNumberProperty("reasons", count.reasons());
                json.writeEndObject();
            });
        } else {
            console().line("Exported " + Plain.count(count.addresses(), "address") + " to " + target + ".");
        }
    }
}
