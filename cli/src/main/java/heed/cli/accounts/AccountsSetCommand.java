package heed.cli.accounts;

import heed.cli.internal.account.AccountSession;
import heed.cli.internal.account.TimeZones;
import heed.cli.internal.console.HeedCommand;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import heed.cli.process.ExitCode;
import heed.filters.json.QuotedText;
import heed.model.prospect.AddressMatching;
import heed.model.store.Account;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Changes the account that {@code --account} names. */
@Command(name = "set", description = "Change the account that --account names.")
public final class AccountsSetCommand extends HeedCommand {
    @Option(names = "--time-zone", paramLabel = "ZONE", description = "Where its days begin.")
    private @Nullable String zone;

    @Option(
            names = "--mailboxes",
            paramLabel = "RULE",
            description =
                    "Which addresses are one mailbox, for suppression and for who gets a message once: as-written,"
                            + " each is its own; as-delivered, those are one that differ in a plus tag, or at Google in dots.")
    private @Nullable String mailboxes;

    public AccountsSetCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    protected ExitCode run() {
        Optional<ZoneId> accountZone = Optional.ofNullable(zone).map(TimeZones::parse);
        Optional<AddressMatching> rule = Optional.ofNullable(mailboxes).map(AccountsSetCommand::parseRule);
        if (accountZone.isEmpty() && rule.isEmpty()) {
            throw CommandException.invalid("usage", "say what to change: --time-zone or --mailboxes");
        }
        try (AccountSession session =
                AccountSession.openOrCreate(globalOptions(), environment(), console(), Optional.empty())) {
            accountZone.ifPresent(session.account()::setZone);
            rule.ifPresent(session.account()::setAddressMatching);
            writeResult(session.account().account());
        }
        return ExitCode.DONE;
    }

    private static AddressMatching parseRule(String id) {
        return AddressMatching.find(id)
                .orElseThrow(() -> CommandException.invalid(
                        "mailboxes",
                        "--mailboxes is "
                                + Arrays.stream(AddressMatching.values())
                                        .map(AddressMatching::id)
                                        .collect(Collectors.joining(" or "))));
    }

    private void writeResult(Account account) {
        if (globalOptions().json()) {
            console().writeJson(AccountsCommand.AccountAnswer.of(account));
        } else {
            console()
                    .printLine("The account " + QuotedText.of(account.name()) + " has the time zone "
                            + account.zone().getId() + " and takes mailboxes "
                            + account.addressMatching().id() + ".");
        }
    }
}
