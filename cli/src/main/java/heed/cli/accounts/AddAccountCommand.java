package heed.cli.accounts;

import heed.cli.console.Exit;
import heed.cli.console.Failure;
import heed.cli.console.HeedCommand;
import heed.cli.console.World;
import heed.filters.json.QuotedText;
import heed.model.store.Account;
import heed.model.store.Store;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes an account, and the store if there is none. */
@Command(name = "add", description = "Make an account: heed accounts add acme --time-zone Europe/Berlin")
public final class AddAccountCommand extends HeedCommand {
    @Parameters(paramLabel = "NAME", description = "What --account names.")
    private String name = "";

    @Option(names = "--time-zone", paramLabel = "ZONE", description = "Where its days begin (default: the system's).")
    private @Nullable String zone;

    public AddAccountCommand(World world) {
        super(world);
    }

    @Override
    protected Exit run() {
        ZoneId days = Optional.ofNullable(zone).map(Zones::find).orElse(world().zone());
        try (Store store = OpenAccount.storeOrNew(common(), world())) {
            Account account = add(store, days);
            if (common().json()) {
                console().json(json -> {
                    json.writeStartObject();
                    json.writeStringProperty("name", account.name());
                    json.writeStringProperty("timeZone", account.zone().getId());
                    json.writeEndObject();
                });
            } else {
                console()
                        .line("Made the account " + QuotedText.of(account.name()) + " with the time zone "
                                + account.zone().getId() + ".");
            }
        }
        return Exit.DONE;
    }

    private Account add(Store store, ZoneId days) {
        try {
            return store.addAccount(name, days).account();
        } catch (IllegalArgumentException wrongName) {
            throw Failure.invalid("account", String.valueOf(wrongName.getMessage()));
        }
    }
}
