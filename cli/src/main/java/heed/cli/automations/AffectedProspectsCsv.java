package heed.cli.automations;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import heed.imports.table.FormulaEscaping;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectId;
import heed.model.run.LedgerEntry;
import heed.model.run.RunId;
import heed.model.store.StoreReading;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The prospects that a run affected, as CSV: a row for each prospect and action, in the order of the prospects. */
final class AffectedProspectsCsv {
    private static final int PAGE = 1_000;

    private AffectedProspectsCsv() {}

    /** Writes the rows and returns their number. Closes the writer. */
    static long write(StoreReading reading, RunId run, Writer out) throws IOException {
        long rows = 0;
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(new BufferedWriter(out))) {
            csv.writeRecord("Id", "Email", "Action", "Outcome", "Why");
            ProspectId last = ProspectId.START;
            for (List<LedgerEntry> page = reading.listLedgerEntries(run, last, PAGE);
                    !page.isEmpty();
                    page = reading.listLedgerEntries(run, last, PAGE)) {
                last = page.get(page.size() - 1).prospect();
                Map<ProspectId, Prospect> prospects =
                        reading
                                .listProspects(page.stream()
                                        .map(LedgerEntry::prospect)
                                        .distinct()
                                        .toList())
                                .stream()
                                .collect(Collectors.toMap(Prospect::key, prospect -> prospect));
                page.forEach(entry -> write(csv, entry, Optional.ofNullable(prospects.get(entry.prospect()))));
                rows += page.size();
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return rows;
    }

    private static void write(CsvWriter csv, LedgerEntry entry, Optional<Prospect> prospect) {
        csv.writeRecord(Stream.of(
                        prospect.map(Prospect::id).orElse(""),
                        prospect.flatMap(Prospect::email)
                                .map(EmailAddress::value)
                                .orElse(""),
                        entry.action(),
                        ChangeWords.outcome(entry),
                        entry.detail().orElse(""))
                .map(FormulaEscaping::escape)
                .toList());
    }
}
