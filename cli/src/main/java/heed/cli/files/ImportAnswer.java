package heed.cli.files;

import heed.cli.console.Answer;
import heed.cli.console.Console;
import heed.cli.console.Json;
import heed.cli.console.Plain;
import heed.cli.console.Table;
import heed.filters.json.QuotedText;
import heed.model.store.ImportOutcome;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/** Tells what came of an import. */
record ImportAnswer(String file, String account, ProspectFile prospects, ImportReport report, Optional<Path> rejects)
        implements Answer {
    private static final int SHOWN = 10;

    @Override
    public void write(JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("file", file);
        json.writeStringProperty("account", account);
        json.writeNumberProperty("rows", report.rows());
        json.writeNumberProperty("created", report.count(ImportOutcome.RowResult.CREATED));
        json.writeNumberProperty("updated", report.count(ImportOutcome.RowResult.UPDATED));
        json.writeNumberProperty("unchanged", report.count(ImportOutcome.RowResult.UNCHANGED));
        json.writeNumberProperty("rejected", report.count(ImportOutcome.RowResult.REJECTED));
        Json.text(json, "rejects", rejects.map(Path::toString));
        json.writeNumberProperty("keptFlags", report.keptFlags());
        json.writeName("unknownCountries");
        json.writeStartObject();
        json.writeNumberProperty("rows", report.rowsOfUnknownCountries());
        Json.texts(json, "examples", report.unknownCountries());
        json.writeEndObject();
        json.writeName("mapped");
        json.writeStartObject();
        prospects.mapped().forEach((column, field) -> json.writeStringProperty(column, field.label()));
        json.writeEndObject();
        Json.texts(json, "unmapped", prospects.unmapped());
        json.writeEndObject();
    }

    @Override
    public void print(Console console) {
        console.line("Read " + Plain.count(report.rows(), "row") + " of " + file + ".");
        Table table = Table.of("", ">", "");
        table.row("Created", Plain.number(report.count(ImportOutcome.RowResult.CREATED)), "");
        table.row("Updated", Plain.number(report.count(ImportOutcome.RowResult.UPDATED)), "");
        table.row("Unchanged", Plain.number(report.count(ImportOutcome.RowResult.UNCHANGED)), "");
        table.row(
                "Rejected",
                Plain.number(report.count(ImportOutcome.RowResult.REJECTED)),
                rejects.map(path -> "with reasons in " + path).orElse(""));
        console.lines(table.lines());
        if (report.keptFlags() > 0) {
            console.note(Plain.count(report.keptFlags(), "row") + " said No to an Email Opt Out or Bounced that is Yes;"
                    + " it stays Yes (--allow-clearing-flags clears it).");
        }
        if (report.rowsOfUnknownCountries() > 0) {
            console.note(Plain.count(report.rowsOfUnknownCountries(), "row")
                    + " with a country that is not known, kept as" + " text: " + shown(report.unknownCountries()));
        }
        List<String> unmapped = prospects.unmapped();
        if (!unmapped.isEmpty()) {
            console.note("Not imported, because no field is called so: " + shown(unmapped)
                    + ". Name the field with --map \"CSV column=Field\", or declare one: heed fields add LABEL --type"
                    + " TYPE");
        }
    }

    private static String shown(List<String> texts) {
        List<String> first = texts.stream().limit(SHOWN).map(QuotedText::of).toList();
        return String.join(", ", first)
                + (texts.size() > first.size() ? ", and " + (texts.size() - first.size()) + " more" : "");
    }
}
