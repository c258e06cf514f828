package heed.cli.prospects;

import heed.cli.internal.account.FreedAddressWords;
import heed.cli.internal.console.CommandConsole;
import heed.cli.internal.console.CommandOutput;
import heed.cli.internal.console.CountryWords;
import heed.cli.internal.console.SuggestedCommand;
import heed.cli.internal.console.TerminalText;
import heed.cli.internal.console.TextTable;
import heed.filters.json.QuotedText;
import heed.imports.ImportPlan;
import heed.imports.PlannedColumn;
import heed.imports.columns.ColumnMatch;
import heed.imports.columns.FieldWords;
import heed.model.field.Field;
import heed.model.prospect.ProspectFlag;
import heed.model.run.RunId;
import heed.model.store.ImportOutcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The output of {@code heed import}.
 *
 * @param run the run that the import is; empty for a preview, after which nothing has changed
 * @param file the name of the imported file
 * @param rejects the reject file; empty if every row was imported
 */
record ImportOutput(
        Optional<RunId> run,
        String file,
        String account,
        ImportPlan plan,
        ImportReport report,
        Optional<Path> rejects,
        SuggestedCommand addField,
        SuggestedCommand next)
        implements CommandOutput {
    private static final int MAX_SHOWN = 10;

    private record ImportAnswer(
            Optional<Long> run,
            String file,
            String account,
            long rows,
            long created,
            long updated,
            long unchanged,
            long rejected,
            Optional<String> rejects,
            Map<String, Long> rejectedByReason,
            NoesAnswer addedNoes,
            NoesAnswer keptNoes,
            long otherAddressesSuppressed,
            long keptFlags,
            FreedAddressWords.FreedAddressesAnswer mailableAgain,
            UnknownCountriesAnswer unknownCountries,
            Map<String, String> mapped,
            List<String> unmapped,
            String charset,
            Optional<String> sheet,
            List<String> skippedTitles,
            List<FormatAnswer> formats) {}

    /** How many rows made a flag Yes or, if they were rejected, had a Yes that was kept. */
    private record NoesAnswer(long emailOptOut, long bounced) {}

    private record UnknownCountriesAnswer(long rows, List<String> examples) {}

    @Override
    public Object toJson() {
        Map<String, String> mapped = new LinkedHashMap<>();
        plan.mapped().forEach((column, field) -> mapped.put(column, field.label()));
        return new ImportAnswer(
                run.map(RunId::value),
                file,
                account,
                report.rows(),
                report.count(ImportOutcome.RowResult.CREATED),
                report.count(ImportOutcome.RowResult.UPDATED),
                report.count(ImportOutcome.RowResult.UNCHANGED),
                report.count(ImportOutcome.RowResult.REJECTED),
                rejects.map(Path::toString),
                report.rejectedByReason(),
                new NoesAnswer(report.addedNoes(ProspectFlag.EMAIL_OPT_OUT), report.addedNoes(ProspectFlag.BOUNCED)),
                new NoesAnswer(report.keptNoes(ProspectFlag.EMAIL_OPT_OUT), report.keptNoes(ProspectFlag.BOUNCED)),
                report.otherAddresses(),
                report.keptFlags(),
                FreedAddressWords.FreedAddressesAnswer.of(report.freed()),
                new UnknownCountriesAnswer(report.rowsOfUnknownCountries(), report.unknownCountries()),
                mapped,
                plan.unmapped(),
                plan.file().charset().name(),
                plan.file().sheet(),
                plan.titles(),
                FormatAnswer.of(plan.columns()));
    }

    @Override
    public void printText(CommandConsole console) {
        if (run.isEmpty()) {
            printColumns(console);
        }
        console.printLine("Read " + TerminalText.formatCount(report.rows(), "row") + " of " + file
                + (run.isPresent() ? "." : ". The import would do this:"));
        TextTable table = TextTable.of("", ">", "");
        table.addRow("Created", TerminalText.formatNumber(report.count(ImportOutcome.RowResult.CREATED)), "");
        table.addRow("Updated", TerminalText.formatNumber(report.count(ImportOutcome.RowResult.UPDATED)), "");
        table.addRow("Unchanged", TerminalText.formatNumber(report.count(ImportOutcome.RowResult.UNCHANGED)), "");
        if (report.count(ImportOutcome.RowResult.NOT_FOUND) > 0) {
            table.addRow(
                    "Not found",
                    TerminalText.formatNumber(report.count(ImportOutcome.RowResult.NOT_FOUND)),
                    "because of --update-only");
        }
        table.addRow(
                "Rejected",
                TerminalText.formatNumber(report.count(ImportOutcome.RowResult.REJECTED)),
                rejects.map(path -> "with reasons in " + path).orElse(""));
        report.rejectedByReason()
                .forEach((reason, count) -> table.addRow("", TerminalText.formatNumber(count), reason));
        addNoes(table, "Opt-outs added", ProspectFlag.EMAIL_OPT_OUT);
        addNoes(table, "Bounced added", ProspectFlag.BOUNCED);
        if (report.otherAddresses() > 0) {
            table.addRow(
                    "Addresses suppressed",
                    TerminalText.formatNumber(report.otherAddresses()),
                    "other addresses of people who opted out");
        }
        console.printTable(table);
        printKeptNoes(console);
        printKnownWords(console);
        if (!plan.titles().isEmpty()) {
            console.printNote(TerminalText.formatCount(plan.titles().size(), "row") + " above the header skipped: "
                    + listExamples(plan.titles()) + ".");
        }
        plan.file().sheet().ifPresent(sheet -> console.printNote("the sheet " + QuotedText.of(sheet) + " is read."));
        plan.file()
                .encodingEvidence()
                .ifPresent(evidence -> console.printNote(
                        "the file is read as " + plan.file().charset().name() + ", as in " + evidence + "."));
        FormatAnswer.sentences(plan.columns()).forEach(console::printNote);
        if (report.keptFlags() > 0) {
            console.printNote(TerminalText.formatCount(report.keptFlags(), "row")
                    + " had No for an Email Opt Out or Bounced that is Yes; it stays Yes."
                    + " Import with --allow-clearing-flags to clear it.");
        }
        FreedAddressWords.print(console, report.freed());
        if (report.rowsOfUnknownCountries() > 0) {
            console.printWarning(TerminalText.formatCount(report.rowsOfUnknownCountries(), "row")
                    + " with an unknown country, which is stored as text: "
                    + CountryWords.list(report.unknownCountries()));
        }
        List<String> unmapped = plan.unmapped();
        if (!unmapped.isEmpty()) {
            console.printNote("columns not imported, because no field has their name: " + listExamples(unmapped)
                    + ". To map a column to a field: " + mapExample(unmapped) + ". To declare a field: " + addField);
        }
        console.printNote((run.isPresent() ? "to undo it: " : "nothing was changed. To import it: ") + next);
    }

    private String mapExample(List<String> unmapped) {
        return unmapped.stream()
                .flatMap(column -> FieldWords.suggest(plan.catalog(), column)
                        .map(field -> "--map " + SuggestedCommand.quote(column + "=" + field.label()))
                        .stream())
                .findFirst()
                .orElse("--map \"CSV column=Field\"");
    }

    private void addNoes(TextTable table, String label, ProspectFlag flag) {
        if (report.addedNoes(flag) > 0) {
            table.addRow(label, TerminalText.formatNumber(report.addedNoes(flag)), "");
        }
    }

    private void printColumns(CommandConsole console) {
        TextTable table = TextTable.of("Column", "Field", "Samples");
        for (PlannedColumn column : plan.columns()) {
            table.addRow(
                    column.displayName(),
                    column.field()
                            .map(Field::label)
                            .orElse(column.hasOtherEmails() ? "(other addresses)" : "(not imported)"),
                    String.join(", ", column.samples()));
        }
        console.printTable(table);
        console.printLine("");
    }

    private void printKeptNoes(CommandConsole console) {
        List<String> kept = new ArrayList<>();
        if (report.keptNoes(ProspectFlag.EMAIL_OPT_OUT) > 0) {
            kept.add(TerminalText.formatCount(report.keptNoes(ProspectFlag.EMAIL_OPT_OUT), "opt-out"));
        }
        if (report.keptNoes(ProspectFlag.BOUNCED) > 0) {
            kept.add(TerminalText.formatCount(report.keptNoes(ProspectFlag.BOUNCED), "bounce"));
        }
        long total = report.keptNoes(ProspectFlag.EMAIL_OPT_OUT) + report.keptNoes(ProspectFlag.BOUNCED);
        if (total > 0) {
            long rejected = report.count(ImportOutcome.RowResult.REJECTED);
            long notFound = report.count(ImportOutcome.RowResult.NOT_FOUND);
            String rows = notFound == 0
                    ? TerminalText.formatCount(rejected, "row") + " rejected"
                    : TerminalText.formatCount(rejected + notFound, "row") + " rejected or not found";
            console.printLine(rows + "; their " + String.join(" and ", kept)
                    + (run.isEmpty() ? " would be" : total == 1 ? " was" : " were") + " kept.");
        }
    }

    /** Says which columns were taken for a field by a known word, and which dates for a Yes. */
    private void printKnownWords(CommandConsole console) {
        for (PlannedColumn column : plan.columns()) {
            String name = QuotedText.of(column.displayName());
            if (column.match().kind() == ColumnMatch.Kind.KNOWN_WORD) {
                console.printNote("the column " + name + " was read as "
                        + column.field().orElseThrow().label()
                        + (column.hasDates() ? "; a date in it is a Yes." : "."));
            } else if (column.hasOtherEmails()) {
                console.printNote("the column " + name + " was read as other addresses of the same people: an opt-out"
                        + " suppresses them, too.");
            } else if (column.holdsAddresses()) {
                console.printNote("the column " + name + " has addresses that no opt-out of the file concerns. If they"
                        + " belong to the same people, add "
                        + "--map " + SuggestedCommand.quote(column.name() + "=other Email") + ".");
            } else if (column.hasDates()) {
                console.printNote("the column " + name + " has dates; a date is a Yes.");
            }
        }
    }

    private static String listExamples(List<String> texts) {
        List<String> first = texts.stream().limit(MAX_SHOWN).map(QuotedText::of).toList();
        return String.join(", ", first)
                + (texts.size() > first.size() ? ", and " + (texts.size() - first.size()) + " more" : "");
    }
}
