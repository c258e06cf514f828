package heed.cli.suppression;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import heed.cli.internal.account.AccountSession;
import heed.cli.internal.console.HeedCommand;
import heed.cli.internal.console.ProgressDisplay;
import heed.cli.internal.console.TerminalText;
import heed.cli.internal.files.AtomicFile;
import heed.cli.internal.files.ExportTarget;
import heed.cli.internal.files.OutputFile;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.ExitCode;
import heed.imports.AddressFile;
import heed.imports.table.FormulaEscaping;
import heed.model.store.StoreReading;
import heed.model.suppression.Suppression;
import heed.model.suppression.SuppressionReason;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Exports the suppression list as CSV. */
@Command(
        name = "export",
        description = {
            "Export the suppression list as CSV to a file or to standard output.",
            "The file has one row for each suppressed domain, and one for each reason of each address.",
            "It cannot have the addresses of erased people, of which only a hash is kept; the command says how many there"
                    + " are."
        })
public final class SuppressionExportCommand extends HeedCommand {
    private static final int BUFFER_SIZE = 1 << 16;

    @Mixin
    private final ExportTarget target = new ExportTarget();

    public SuppressionExportCommand(CommandEnvironment environment) {
        super(environment);
    }

    private record ExportCount(long addresses, long reasons, long domains, long erased) {}

    private record SuppressionExportAnswer(String file, long addresses, long reasons, long domains, long erased) {}

    @Override
    protected ExitCode run() throws IOException {
        Optional<OutputFile> file = target.requireFile(globalOptions(), List.of());
        try (AccountSession session = AccountSession.open(globalOptions(), environment())) {
            if (file.isPresent()) {
                try (AtomicFile atomicFile = new AtomicFile(file.get())) {
                    ExportCount count =
                            export(session, new OutputStreamWriter(atomicFile.open(), StandardCharsets.UTF_8));
                    atomicFile.commit();
                    writeResult(file.get().path(), count);
                }
            } else if (globalOptions().json()) {
                session.account().read(reading -> {
                    console().writeJson(SuppressionWords.toAnswer(reading));
                    return true;
                });
            } else {
                printErased(export(session, console().fileWriter()).erased());
            }
        }
        return ExitCode.DONE;
    }

    private ExportCount export(AccountSession session, Writer out) throws IOException {
        try (CsvWriter csv =
                CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(new BufferedWriter(out, BUFFER_SIZE))) {
            csv.writeRecord(AddressFile.EXPORT_HEADER);
            return session.account().read(reading -> exportRows(reading, csv));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private ExportCount exportRows(StoreReading reading, CsvWriter csv) {
        long[] written = new long[3]; // addresses, reasons, domains
        try (ProgressDisplay progress =
                target.startProgress(environment(), console(), "address", reading.countSuppressedAddresses())) {
            SuppressionWords.forEachDomain(reading, entry -> {
                writeRow(
                        csv,
                        entry.domain().text(),
                        SuppressionReason.DOMAIN_LISTED.label(),
                        entry.provenance().at().toString(),
                        SuppressionWords.sourceText(entry.provenance()),
                        "");
                written[2]++;
            });
            SuppressionWords.forEachAddress(reading, (address, reasons) -> {
                for (Suppression suppression : reasons) {
                    writeRow(
                            csv,
                            address.value(),
                            suppression.reason().label(),
                            suppression.since().toString(),
                            suppression.source().describe(),
                            SuppressionWords.prospectId(suppression));
                }
                written[0]++;
                written[1] += reasons.size();
                progress.update(written[0]);
                throwIfStopRequested("Nothing was exported.");
            });
        }
        return new ExportCount(written[0], written[1], written[2], reading.countErasedAddresses());
    }

    private static void writeRow(CsvWriter csv, String... cells) {
        csv.writeRecord(Arrays.stream(cells).map(FormulaEscaping::escape).toList());
    }

    private void writeResult(Path file, ExportCount count) {
        if (globalOptions().json()) {
            console()
                    .writeJson(new SuppressionExportAnswer(
                            file.toString(), count.addresses(), count.reasons(), count.domains(), count.erased()));
        } else {
            console()
                    .printLine("Exported " + SuppressionWords.formatCounts(count.addresses(), count.domains()) + " to "
                            + file + ".");
            printErased(count.erased());
        }
    }

    private void printErased(long erased) {
        if (erased > 0) {
            console()
                    .printNote(
                            "" + TerminalText.formatCount(erased, "address") + " of erased people "
                                    + (erased == 1 ? "is" : "are")
                                    + " not in the file, because only a hash is kept. They stay suppressed in this account only.");
        }
    }
}
