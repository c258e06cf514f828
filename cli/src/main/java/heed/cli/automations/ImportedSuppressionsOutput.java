package heed.cli.automations;

import heed.cli.internal.console.CommandConsole;
import heed.cli.internal.console.GlobalOptions;
import heed.cli.internal.console.TerminalText;
import heed.engine.run.ImportedSuppressions;
import heed.model.prospect.EmailAddress;
import heed.model.run.Run;
import java.util.List;

/** The output of {@code heed undo --preview} for an import into the suppression list. */
final class ImportedSuppressionsOutput {
    private static final int MAX_SHOWN = 20;

    private ImportedSuppressionsOutput() {}

    private record ImportedSuppressionsAnswer(
            long run, boolean preview, long listed, long onlyListed, List<String> addresses) {}

    static void write(Run run, ImportedSuppressions suppressions, CommandConsole console, GlobalOptions options) {
        if (options.json()) {
            console.writeJson(new ImportedSuppressionsAnswer(
                    run.id().value(),
                    true,
                    suppressions.listed(),
                    suppressions.onlyListed(),
                    suppressions.examples().stream().map(EmailAddress::value).toList()));
            return;
        }
        console.printLine("An undo never takes back a no: the addresses that run " + run.id() + " added stay.");
        console.printLine(TerminalText.formatCount(suppressions.listed(), "address")
                + (suppressions.listed() == 1 ? " is" : " are") + " on the suppression list because of it.");
        console.printLine(
                TerminalText.formatCount(suppressions.onlyListed(), "address") + " would become mailable without it:");
        suppressions.examples().stream().limit(MAX_SHOWN).forEach(address -> console.printLine("  " + address));
        long more = suppressions.onlyListed() - MAX_SHOWN;
        if (more > 0) {
            console.printLine("  … and " + TerminalText.formatNumber(more) + " more; --json lists more of them.");
        }
        console.printSeparator();
        console.printNote("to remove them all the same: "
                + options.suggest("suppression", "remove", "--file", run.subject(), "--reason", "TEXT"));
    }
}
