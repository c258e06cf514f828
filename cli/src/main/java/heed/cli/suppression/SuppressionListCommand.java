package heed.cli.suppression;

import heed.cli.internal.account.AccountSession;
import heed.cli.internal.console.HeedCommand;
import heed.cli.internal.console.LimitOption;
import heed.cli.internal.console.TextTable;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.ExitCode;
import heed.model.store.StoreReading;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists the suppressed domains and addresses of the account. */
@Command(
        name = "list",
        description = {
            "List the suppressed domains and addresses.",
            "Each is shown with its reasons, their sources and the time since when they hold.",
            "On a terminal, the list comes in parts of 100."
        })
public final class SuppressionListCommand extends HeedCommand {
    private static final int PAGE_SIZE = 1_000;
    private static final int TERMINAL_LIMIT = 100;
    /** The start of every suppressed domain as it is listed. */
    private static final String DOMAIN_MARK = "@";

    @Option(
            names = "--limit",
            paramLabel = "N",
            description =
                    "The greatest number of addresses and domains, from 1 to 10000 (default: all; 100 on a terminal)."
                            + " JSON always has all.")
    private @Nullable Integer limit;

    @Option(
            names = "--after",
            paramLabel = "ADDRESS",
            defaultValue = "",
            description = "Only what follows this address or @domain, to continue a list.")
    private String after = "";

    public SuppressionListCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    protected ExitCode run() {
        try (AccountSession session = AccountSession.open(globalOptions(), environment())) {
            ZoneId zone = session.account().account().zone();
            return session.account().read(reading -> {
                if (globalOptions().json()) {
                    console().writeJson(SuppressionWords.toAnswer(reading));
                } else {
                    print(reading, zone);
                }
                return ExitCode.DONE;
            });
        }
    }

    /** Prints the part of the list that was asked for; without --limit, all of it unless it goes to a terminal. */
    private void print(StoreReading reading, ZoneId zone) {
        long rows = limit == null
                ? environment().terminals().out() ? TERMINAL_LIMIT : Long.MAX_VALUE
                : LimitOption.require(limit);
        TextTable table = TextTable.of("Address", "Reason", "Source", "Since");
        Shown shown = new Shown();
        if (after.isEmpty() || after.startsWith(DOMAIN_MARK)) {
            SuppressionWords.forEachDomain(reading, after, rows, entry -> {
                SuppressionWords.addRow(table, entry, zone);
                shown.add(entry.domain().text());
                drainPage(table);
            });
        }
        if (shown.count < rows) {
            SuppressionWords.forEachAddress(
                    reading, after.startsWith(DOMAIN_MARK) ? "" : after, rows - shown.count, (address, reasons) -> {
                        SuppressionWords.addRows(table, address, reasons, zone);
                        shown.add(address.value());
                        drainPage(table);
                    });
        }
        console().printTable(table);
        console()
                .printNote(SuppressionWords.formatCounts(
                                reading.countSuppressedAddresses(), reading.countSuppressedDomains())
                        + " suppressed; times in " + zone.getId() + ".");
        if (shown.count == rows) {
            console()
                    .printNote("there may be more. To list them: "
                            + globalOptions().suggestSame().withOption("--after", shown.last));
        }
    }

    private void drainPage(TextTable table) {
        if (table.rowCount() >= PAGE_SIZE) {
            console().printTable(table);
        }
    }

    /** What was listed so far. */
    private static final class Shown {
        private long count;
        private String last = "";

        void add(String text) {
            count++;
            last = text;
        }
    }
}
