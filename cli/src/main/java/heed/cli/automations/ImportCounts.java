package heed.cli.automations;

import heed.cli.internal.console.CommandConsole;
import heed.cli.internal.console.TerminalText;
import heed.cli.internal.console.TextTable;
import heed.model.run.ImportCount;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The counts of an import in outputs, in the order in which the store returns them. */
final class ImportCounts {
    static final String HOW_TO_COMPLETE =
            "To complete it, import the same file again: rows that say nothing new change nothing.";

    private ImportCounts() {}

    /** Returns the counts that are not zero by their names, in a fixed order. */
    static Map<String, Long> toJson(Map<ImportCount, Long> counts) {
        Map<String, Long> byName = new LinkedHashMap<>();
        counts.forEach((count, total) -> byName.put(jsonName(count), total));
        return byName;
    }

    private static String jsonName(ImportCount count) {
        StringBuilder name = new StringBuilder();
        for (String word : count.name().toLowerCase(Locale.ROOT).split("_", -1)) {
            name.append(name.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return name.toString();
    }

    /** Prints the counts as a table. */
    static void print(CommandConsole console, Map<ImportCount, Long> counts) {
        TextTable table = TextTable.of("", ">");
        counts.forEach((count, total) -> table.addRow(count.label(), TerminalText.formatNumber(total)));
        console.printTable(table);
    }
}
