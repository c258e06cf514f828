package heed.cli.accounts;

import heed.cli.internal.account.AccountSession;
import heed.cli.internal.account.TimeZones;
import heed.cli.internal.console.HeedCommand;
import heed.cli.internal.console.TerminalText;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import heed.cli.process.ExitCode;
import heed.filters.json.QuotedText;
import heed.mail.unsubscribe.UnsubscribeStyle;
import heed.model.person.ErasedNoPolicy;
import heed.model.prospect.AddressMatching;
import heed.model.store.Account;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Changes the settings of the account that {@code --account} names. */
@Command(name = "set", description = "Change the settings of the account that --account names.")
public final class AccountsSetCommand extends HeedCommand {
    private static final String DEFAULT_STYLE = "default";
    private static final String FOREVER = "forever";

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

    @Option(
            names = "--unsubscribe-style",
            paramLabel = "FILE.css",
            description = "A style sheet for the account's unsubscribe pages, of at most 64 KiB; images only as data."
                    + " `default` restores the standard style.")
    private @Nullable String unsubscribeStyle;

    @Option(
            names = "--erased-noes",
            paramLabel = "forever|MONTHS",
            description = "How long the keyed hash of an erased person's address is kept, which keeps the address"
                    + " suppressed (default: forever). `heed retention` deletes what is older.")
    private @Nullable String erasedNoes;

    @Option(
            names = "--erasure-reasons",
            paramLabel = "keep|drop",
            description =
                    "Whether the reason of an erasure is kept with the hash (default: keep). drop also clears those"
                            + " that are kept.")
    private @Nullable String erasureReasons;

    public AccountsSetCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    protected ExitCode run() {
        Optional<ZoneId> accountZone = Optional.ofNullable(zone).map(TimeZones::parse);
        Optional<AddressMatching> rule = Optional.ofNullable(mailboxes).map(AccountsSetCommand::parseRule);
        Optional<String> styleFile = Optional.ofNullable(unsubscribeStyle);
        Optional<UnsubscribeStyle> style =
                styleFile.filter(file -> !file.equals(DEFAULT_STYLE)).map(AccountsSetCommand::readStyle);
        Optional<Integer> months = Optional.ofNullable(erasedNoes).flatMap(AccountsSetCommand::parseMonths);
        Optional<Boolean> reasons = Optional.ofNullable(erasureReasons).map(AccountsSetCommand::parseReasons);
        if (accountZone.isEmpty() && rule.isEmpty() && styleFile.isEmpty() && erasedNoes == null && reasons.isEmpty()) {
            throw CommandException.invalid(
                    "usage",
                    "nothing to change: give --time-zone, --mailboxes, --unsubscribe-style, --erased-noes or"
                            + " --erasure-reasons");
        }
        try (AccountSession session = AccountSession.open(globalOptions(), environment())) {
            accountZone.ifPresent(session.account()::setZone);
            rule.ifPresent(session.account()::setAddressMatching);
            styleFile.ifPresent(file -> session.mail().setUnsubscribeStyle(style));
            if (erasedNoes != null || reasons.isPresent()) {
                ErasedNoPolicy policy = session.account().account().erasedNoPolicy();
                session.account()
                        .setErasedNoPolicy(new ErasedNoPolicy(
                                erasedNoes == null ? policy.months() : months, reasons.orElse(policy.reasons())));
            }
            writeResult(session.account().account());
            styleFile.ifPresent(file -> console()
                    .printNote("the unsubscribe pages have "
                            + style.map(own -> "the style of " + QuotedText.of(file))
                                    .orElse("the standard style")
                            + ". A running `heed listen` shows it after a restart."));
        }
        return ExitCode.DONE;
    }

    /** Returns the number of months; empty for ever. */
    private static Optional<Integer> parseMonths(String text) {
        if (text.equals(FOREVER)) {
            return Optional.empty();
        }
        try {
            return new ErasedNoPolicy(Optional.of(Integer.valueOf(text)), true).months();
        } catch (IllegalArgumentException e) {
            throw CommandException.invalid(
                    "erased-noes",
                    "--erased-noes must be forever or a number of months from 1 to 1200, not " + QuotedText.of(text));
        }
    }

    private static boolean parseReasons(String text) {
        return switch (text) {
            case "keep" -> true;
            case "drop" -> false;
            default ->
                throw CommandException.invalid(
                        "erasure-reasons", "--erasure-reasons must be keep or drop, not " + QuotedText.of(text));
        };
    }

    private static UnsubscribeStyle readStyle(String file) {
        try {
            byte[] bytes = Files.newInputStream(Path.of(file)).readNBytes(UnsubscribeStyle.MAX_BYTES + 1);
            return new UnsubscribeStyle(new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException | InvalidPathException e) {
            throw CommandException.invalid("unsubscribe-style", "cannot read " + QuotedText.of(file));
        } catch (IllegalArgumentException e) {
            throw CommandException.invalid("unsubscribe-style", file + ": " + e.getMessage());
        }
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
            console()
                    .printLine("It keeps the hashes of erased people's addresses "
                            + account.erasedNoPolicy()
                                    .months()
                                    .map(months -> "for " + TerminalText.formatCount(months, "month")
                                            + "; from then on the addresses can be mailed again")
                                    .orElse("for ever")
                            + (account.erasedNoPolicy().reasons() ? "." : ", without reasons."));
        }
    }
}
