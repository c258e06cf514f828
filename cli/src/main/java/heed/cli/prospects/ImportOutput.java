package heed.cli.prospects;

import heed.cli.internal.console.CommandConsole;
import heed.cli.internal.console.CommandOutput;
import heed.cli.internal.console.JsonOutput;
import heed.cli.internal.console.TerminalText;
import heed.cli.internal.console.TextTable;
import heed.cli.internal.files.ProspectFile;
import heed.filters.json.QuotedText;
import heed.model.store.ImportOutcome;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** Tells what came of an import. */
record ImportOutput(String file, String account, ProspectFile prospects, ImportReport report, Optional<Path> rejects)
        implements CommandOutput {
    private static final int MAX_SHOWN = 10;

    @Override
    public void writeJson(JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("file", file);
        json.writeStringProperty("account", account);
        json.writeNumberProperty("rows", report.rows());
        json.writeNumberProperty("created", report.count(ImportOutcome.RowResult.CREATED));
        json.writeNumberProperty("updated", report.count(ImportOutcome.RowResult.UPDATED));
        json.writeNumberProperty("unchanged", report.count(ImportOutcome.RowResult.UNCHANGED));
        json.writeNumberProperty("rejected", report.count(ImportOutcome.RowResult.REJECTED));
        JsonOutput.writeText(json, "rejects", rejects.map(Path::toString));
        json.writeNumberProperty("keptFlags", report.keptFlags());
        json.writeName("unknownCountries");
        json.writeStartObject();
        json.writeNumberProperty("rows", report.rowsOfUnknownCountries());
        JsonOutput.writeTexts(json, "examples", report.unknownCountries());
        json.writeEndObject();
        json.writeName("mapped");
        json.writeStartObject();
        prospects.mapped().forEach((column, field) -> json.writeStringProperty(column, field.label()));
        json.writeEndObject();
        JsonOutput.writeTexts(json, "unmapped", prospects.unmapped());
        json.writeEndObject();
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
        console.printLines(table.drainLines());
        if (report.keptFlags() > 0) {
            console.printNote(TerminalText.formatCount(report.keptFlags(), "row")
                    + " said No to an Email Opt Out or Bounced that is Yes;"
                    + " it stays Yes (--allow-clearing-flags clears it).");
        }
        if (report.rowsOfUnknownCountries() > 0) {
            console.printNote(TerminalText.formatCount(report.rowsOfUnknownCountries(), "row")
                    + " with a country that is not known, kept as" + " text: "
                    + listExamples(report.unknownCountries()));
        }
        List<String> unmapped = prospects.unmapped();
        if (!unmapped.isEmpty()) {
            console.printNote("Not imported, because no field is called so: " + listExamples(unmapped)
                    + ". Name the field with --map \"CSV column=Field\", or declare one: heed fields add LABEL --type"
                    + " TYPE");
        }
    }

    private static String listExamples(List<String> texts) {
        List<String> first = texts.stream().limit(MAX_SHOWN).map(QuotedText::of).toList();
        return String.join(", ", first)
                + (texts.size() > first.size() ? ", and " + (texts.size() - first.size()) + " more" : "");
    }
}
