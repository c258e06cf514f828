package heed.cli.accounts;

import heed.cli.console.Exit;
import heed.cli.console.Failure;
import heed.cli.console.HeedCommand;
import heed.cli.console.World;
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
public final class SetAccountCommand extends HeedCommand {
    @Option(names = "--time-zone", paramLabel = "ZONE", description = "Where its days begin.")
    private @Nullable String zone;

    @Option(
            names = "--mailboxes",
            paramLabel = "RULE",
            description =
                    "Which addresses are one mailbox, for suppression and for who gets a message once: as-written,"
                            + " each is its own; as-delivered, those are one that differ in a plus tag, or at Google in dots.")
    private @Nullable String mailboxes;

    public SetAccountCommand(World world) {
        super(world);
    }

    @Override
    protected Exit run() {
        Optional<ZoneId> days = Optional.ofNullable(zone).map(Zones::find);
        Optional<AddressMatching> rule = Optional.ofNullable(mailboxes).map(SetAccountCommand::rule);
        if (days.isEmpty() && rule.isEmpty()) {
            throw Failure.invalid("usage", "say what to change: --time-zone or --mailboxes");
        }
        try (OpenAccount open = OpenAccount.orNew(common(), world(), console(), Optional.empty())) {
            days.ifPresent(open.account()::setZone);
            rule.ifPresent(open.account()::setAddressMatching);
            answer(open.account().account());
        }
        return Exit.DONE;
    }

    private static AddressMatching rule(String id) {
        return AddressMatching.find(id)
                .orElseThrow(() -> Failure.invalid(
                        "mailboxes",
                        "--mailboxes is "
                                + Arrays.stream(AddressMatching.values())
                                        .map(AddressMatching::id)
                                        .collect(Collectors.joining(" or "))));
    }

    private void answer(Account account) {
        if (common().json()) {
            console().json(json -> {
                json.writeStartObject();
                AccountsCommand.write(json, account);
                json.writeEndObject();
            });
        } else {
            console()
                    .line("The account " + QuotedText.of(account.name()) + " has the time zone "
                            + account.zone().getId() + " and takes mailboxes "
                            + account.addressMatching().id() + ".");
        }
    }
}
