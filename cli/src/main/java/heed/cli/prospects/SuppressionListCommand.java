package heed.cli.prospects;

import heed.cli.accounts.OpenAccount;
import heed.cli.console.Exit;
import heed.cli.console.HeedCommand;
import heed.cli.console.Plain;
import heed.cli.console.Table;
import heed.cli.console.World;
import heed.model.store.StoreReading;
import java.time.ZoneId;
import picocli.CommandLine.Command;

/** The addresses that are never emailed. */
@Command(
        name = "list",
        description = "List the addresses that are never emailed, each with its reasons, their sources and since when.")
public final class SuppressionListCommand extends HeedCommand {
    private static final int PAGE = 1_000;

    public SuppressionListCommand(World world) {
        super(world);
    }

    @Override
    protected Exit run() {
        try (OpenAccount open = OpenAccount.existing(common(), world())) {
            ZoneId zone = open.account().account().zone();
            return open.account().read(reading -> {
                if (common().json()) {
                    console().json(json -> SuppressionAnswer.write(json, reading));
                } else {
                    print(reading, zone);
                }
                return Exit.DONE;
            });
        }
    }

    private void print(StoreReading reading, ZoneId zone) {
        Table table = Table.of("Address", "Reason", "Source", "Since");
        SuppressionAnswer.each(reading, (address, reasons) -> {
            SuppressionAnswer.rows(table, address, reasons, zone);
            if (table.size() >= PAGE) {
                console().lines(table.lines());
            }
        });
        console().lines(table.lines());
        console()
                .note(Plain.count(reading.countSuppressedAddresses(), "address") + " suppressed; times in "
                        + zone.getId() + ".");
    }
}
