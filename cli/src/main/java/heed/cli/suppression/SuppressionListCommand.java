package heed.cli.suppression;

import heed.cli.internal.account.AccountSession;
import heed.cli.internal.console.HeedCommand;
import heed.cli.internal.console.TextTable;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.ExitCode;
import heed.model.store.StoreReading;
import java.time.ZoneId;
import picocli.CommandLine.Command;

/** Lists the suppressed domains and addresses of the account. */
@Command(
        name = "list",
        description = {
            "List the suppressed domains and addresses.",
            "Each is shown with its reasons, their sources and the time since when they hold."
        })
public final class SuppressionListCommand extends HeedCommand {
    private static final int PAGE_SIZE = 1_000;

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

    private void print(StoreReading reading, ZoneId zone) {
        TextTable table = TextTable.of("Address", "Reason", "Source", "Since");
        SuppressionWords.forEachDomain(reading, entry -> {
            SuppressionWords.addRow(table, entry, zone);
            if (table.rowCount() >= PAGE_SIZE) {
                console().printTable(table);
            }
        });
        SuppressionWords.forEachAddress(reading, (address, reasons) -> {
            SuppressionWords.addRows(table, address, reasons, zone);
            if (table.rowCount() >= PAGE_SIZE) {
                console().printTable(table);
            }
        });
        console().printTable(table);
        console()
                .printNote(SuppressionWords.formatCounts(
                                reading.countSuppressedAddresses(), reading.countSuppressedDomains())
                        + " suppressed; times in " + zone.getId() + ".");
    }
}
