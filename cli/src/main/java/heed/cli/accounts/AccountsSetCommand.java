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

/** Changes the time zone or the mailbox rule of the account that {@code --account} names. */
@Command(name = "set", description = "Change the time zone or the mailbox rule of the account that --account names.")
public final class AccountsSetCommand extends HeedCommand {
    @Option(
            names = "--time-zone",
            paramLabel = "ZONE",
            description = "The time zone in which the account's days begin, such as Europe/Berlin.")
    private @Nullable String zone;

    @Option(
            names = "--mailboxes",
            paramLabel = "RULE",
            description = "Which addresses count as one mailbox when Heed checks suppression and sends a message once."
                    + " as-written: each address is a mailbox of its own. as-delivered: addresses that differ only in"
                    + " a plus tag, or at Google in dots, are one mailbox.")
    private @Nullable String mailboxes;

    public AccountsSetCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    protected ExitCode run() {
        Optional<ZoneId> accountZone = Optional.ofNullable(zone).map(TimeZones::parse);
        Optional<AddressMatching> rule = Optional.ofNullable(mailboxes).map(AccountsSetCommand::parseRule);
        if (accountZone.isEmpty() && rule.isEmpty()) {
            throw CommandException.invalid("usage", "nothing to change: give --time-zone or --mailboxes");
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
                        "--mailboxes must be "
                                + Arrays.stream(AddressMatching.values())
                                        .map(AddressMatching::id)
                                        .collect(Collectors.joining(" or "))
                                + ", not " + QuotedText.of(id)));
    }

    private void writeResult(Account account) {
        if (globalOptions().json()) {
            console().writeJson(AccountsCommand.AccountAnswer.of(account));
        } else {
            console()
                    .printLine("The account " + QuotedText.of(account.name()) + " has the time zone "
                            + account.zone().getId() + " and the mailbox rule "
                            + account.addressMatching().id() + ".");
        }
    }
}
