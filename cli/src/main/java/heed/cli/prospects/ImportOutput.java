package heed.cli.prospects;

import heed.cli.internal.console.CommandConsole;
import heed.cli.internal.console.CommandOutput;
import heed.cli.internal.console.SuggestedCommand;
import heed.cli.internal.console.TerminalText;
import heed.cli.internal.console.TextTable;
import heed.filters.json.QuotedText;
import heed.imports.ProspectFile;
import heed.model.store.ImportOutcome;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The output of {@code heed import}.
 *
 * @param file the name of the imported file
 * @param rejects the reject file; empty if every row was imported
 */
record ImportOutput(
        String file,
        String account,
        ProspectFile prospects,
        ImportReport report,
        Optional<Path> rejects,
        SuggestedCommand addField)
        implements CommandOutput {
    private static final int MAX_SHOWN = 10;

    private record ImportAnswer(
            String file,
            String account,
            long rows,
            long created,
            long updated,
            long unchanged,
            long rejected,
            Optional<String> rejects,
            long keptFlags,
            UnknownCountriesAnswer unknownCountries,
            Map<String, String> mapped,
            List<String> unmapped) {}

    private record UnknownCountriesAnswer(long rows, List<String> examples) {}

    @Override
    public Object toJson() {
        Map<String, String> mapped = new LinkedHashMap<>();
        prospects.mapped().forEach((column, field) -> mapped.put(column, field.label()));
        return new ImportAnswer(
                file,
                account,
                report.rows(),
                report.count(ImportOutcome.RowResult.CREATED),
                report.count(ImportOutcome.RowResult.UPDATED),
                report.count(ImportOutcome.RowResult.UNCHANGED),
                report.count(ImportOutcome.RowResult.REJECTED),
                rejects.map(Path::toString),
                report.keptFlags(),
                new UnknownCountriesAnswer(report.rowsOfUnknownCountries(), report.unknownCountries()),
                mapped,
                prospects.unmapped());
    }

    @Override
    public void printText(CommandConsole console) {
        console.printLine("Read " + TerminalText.formatCount(report.rows(), "row") + " of " + file + ".");
        TextTable table = TextTable.of("", ">", "");
        table.addRow("Created", TerminalText.formatNumber(report.count(ImportOutcome.RowResult.CREATED)), "");
        table.addRow("Updated", TerminalText.formatNumber(report.count(ImportOutcome.RowResult.UPDATED)), "");
        table.addRow("Unchanged", TerminalText.formatNumber(report.count(ImportOutcome.RowResult.UNCHANGED)), "");
        table.addRow(
                "Rejected",
                TerminalText.formatNumber(report.count(ImportOutcome.RowResult.REJECTED)),
                rejects.map(path -> "with reasons in " + path).orElse(""));
        console.printTable(table);
        if (report.keptFlags() > 0) {
            console.printNote(TerminalText.formatCount(report.keptFlags(), "row")
                    + " had No for an Email Opt Out or Bounced that is Yes; it stays Yes."
                    + " Import with --allow-clearing-flags to clear it.");
        }
        if (report.rowsOfUnknownCountries() > 0) {
            console.printNote(TerminalText.formatCount(report.rowsOfUnknownCountries(), "row")
                    + " with an unknown country, which is stored as text: "
                    + listExamples(report.unknownCountries()));
        }
        List<String> unmapped = prospects.unmapped();
        if (!unmapped.isEmpty()) {
            console.printNote("Columns not imported, because no field has their name: " + listExamples(unmapped)
                    + ". To map a column to a field: --map \"CSV column=Field\". To declare a field: " + addField);
        }
    }

    private static String listExamples(List<String> texts) {
        List<String> first = texts.stream().limit(MAX_SHOWN).map(QuotedText::of).toList();
        return String.join(", ", first)
                + (texts.size() > first.size() ? ", and " + (texts.size() - first.size()) + " more" : "");
    }
}
