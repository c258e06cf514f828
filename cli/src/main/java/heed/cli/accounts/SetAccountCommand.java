package heed.cli.accounts;

import heed.cli.console.Exit;
import heed.cli.console.HeedCommand;
import heed.cli.console.World;
import heed.filters.json.Quoted;
import java.time.ZoneId;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Changes the account that {@code --account} names. */
@Command(name = "set", description = "Change the account that --account names.")
public final class SetAccountCommand extends HeedCommand {
    @Option(names = "--time-zone", required = true, paramLabel = "ZONE", description = "Where its days begin.")
    private String zone = "";

    public SetAccountCommand(World world) {
        super(world);
    }

    @Override
    protected Exit run() {
        ZoneId days = Zones.find(zone);
        try (OpenAccount open = OpenAccount.orNew(common(), world(), console(), Optional.empty())) {
            open.account().setZone(days);
            if (common().json()) {
                console().json(json -> {
                    json.writeStartObject();
                    json.writeStringProperty("name", common().account());
                    json.writeStringProperty("timeZone", days.getId());
                    json.writeEndObject();
                });
            } else {
                console()
                        .line("The account " + Quoted.of(common().account()) + " has the time zone " + days.getId()
                                + " now.");
            }
        }
        return Exit.DONE;
    }
}
