package heed.cli.accounts;

import heed.cli.internal.account.AccountSession;
import heed.cli.internal.account.NewStoreOption;
import heed.cli.internal.account.TimeZones;
import heed.cli.internal.console.HeedCommand;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import heed.cli.process.ExitCode;
import heed.filters.json.QuotedText;
import heed.model.store.Account;
import heed.model.store.Store;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Creates an account and, with {@code --new-store}, the store. */
@Command(
        name = "add",
        description = {
            "Create an account and, with --new-store, the store.",
            "Example: heed accounts add acme --time-zone Europe/Berlin"
        })
public final class AccountsAddCommand extends HeedCommand {
    @Parameters(paramLabel = "NAME", description = "The name of the account, as --account takes it.")
    private String name = "";

    @Option(
            names = "--time-zone",
            paramLabel = "ZONE",
            description =
                    "The time zone in which the account's days begin, such as Europe/Berlin (default: the system's"
                            + " time zone).")
    private @Nullable String zone;

    @Mixin
    private final NewStoreOption newStore = new NewStoreOption();

    public AccountsAddCommand(CommandEnvironment environment) {
        super(environment);
    }

    private record AddedAccountAnswer(String name, String timeZone) {}

    @Override
    protected ExitCode run() {
        if (globalOptions().isAccountGiven() && !globalOptions().account().equals(name)) {
            throw CommandException.invalid(
                    "usage",
                    "the new account is named " + QuotedText.of(name) + ", and --account names "
                            + QuotedText.of(globalOptions().account()) + "; leave out --account");
        }
        ZoneId accountZone = Optional.ofNullable(zone)
                .map(TimeZones::parse)
                .orElse(environment().zone());
        try (Store store = AccountSession.openOrCreateStore(globalOptions(), environment(), console(), newStore)) {
            Account account = add(store, accountZone);
            if (globalOptions().json()) {
                console()
                        .writeJson(new AddedAccountAnswer(
                                account.name(), account.zone().getId()));
            } else {
                console()
                        .printLine("Created the account " + QuotedText.of(account.name()) + " with the time zone "
                                + account.zone().getId() + ".");
            }
        }
        return ExitCode.DONE;
    }

    private Account add(Store store, ZoneId accountZone) {
        try {
            return store.addAccount(name, accountZone).account();
        } catch (IllegalArgumentException invalidName) {
            throw CommandException.invalid("account", String.valueOf(invalidName.getMessage()));
        }
    }
}
