package heed.cli.accounts;

import heed.cli.internal.account.AccountSession;
import heed.cli.internal.console.HeedCommand;
import heed.cli.internal.console.ProgressDisplay;
import heed.cli.internal.console.SuggestedCommand;
import heed.cli.internal.console.TerminalText;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import heed.cli.process.ExitCode;
import heed.filters.json.QuotedText;
import heed.model.store.AccountBusyException;
import heed.model.store.AccountContents;
import heed.model.store.Store;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Removes an account with everything in it, its suppression list included. */
@Command(
        name = "remove",
        description = {
            "Remove an account for good: its prospects, facts, runs, mails, bounces and its suppression list.",
            "Without --confirm the command removes nothing and shows what the account has. Other accounts do not know who"
                    + " said no to this one: export its suppression list first if anybody mails these people again.",
            "A removal that was interrupted goes on with the same command. A PostgreSQL store needs its owner's role."
        })
public final class AccountsRemoveCommand extends HeedCommand {
    @Parameters(paramLabel = "NAME", description = "The name of the account.")
    private String name = "";

    @Option(
            names = "--confirm",
            paramLabel = "NAME",
            description = "The name of the account again. Without this option nothing is removed.")
    private @Nullable String confirm;

    public AccountsRemoveCommand(CommandEnvironment environment) {
        super(environment);
    }

    private record RemovalAnswer(
            String account,
            long prospects,
            long facts,
            long runs,
            long mails,
            long bounces,
            long suppressedAddresses,
            long suppressedDomains,
            long erasedAddresses) {
        static RemovalAnswer of(String account, AccountContents contents) {
            return new RemovalAnswer(
                    account,
                    contents.prospects(),
                    contents.facts(),
                    contents.runs(),
                    contents.mails(),
                    contents.bounces(),
                    contents.suppressedAddresses(),
                    contents.suppressedDomains(),
                    contents.erasedAddresses());
        }
    }

    @Override
    protected ExitCode run() {
        if (globalOptions().isAccountGiven() && !globalOptions().account().equals(name)) {
            throw CommandException.invalid(
                    "usage",
                    "the account to remove is named " + QuotedText.of(name) + ", and --account names "
                            + QuotedText.of(globalOptions().account()) + "; leave out --account");
        }
        try (Store store = AccountSession.openStore(globalOptions(), environment())) {
            AccountContents contents =
                    store.contents(name).orElseThrow(() -> AccountSession.unknownAccount(store, globalOptions(), name));
            if (confirm == null || !confirm.equals(name)) {
                throw unconfirmed(contents);
            }
            remove(store, contents);
            if (globalOptions().json()) {
                console().writeJson(RemovalAnswer.of(name, contents));
            } else {
                console().printLine("Removed the account " + QuotedText.of(name) + " with " + describe(contents) + ".");
            }
        }
        return ExitCode.DONE;
    }

    private void remove(Store store, AccountContents contents) {
        long rows = contents.prospects() + contents.facts() + contents.mails() + contents.bounces();
        boolean removed;
        try (ProgressDisplay progress = console().startProgress("Removing", "row", rows)) {
            removed = store.removeAccount(name, done -> {
                progress.update(Math.min(done, rows));
                return !environment().stopRequested().getAsBoolean();
            });
        } catch (AccountBusyException e) {
            throw CommandException.refused("busy", busyText(e));
        }
        if (!removed) {
            throw CommandException.failed(
                    "stopped",
                    "stopped on request. A part of the account " + QuotedText.of(name)
                            + " is removed, and nobody can use it. To remove the rest: " + confirmed());
        }
    }

    private CommandException unconfirmed(AccountContents contents) {
        List<String> lines = new ArrayList<>();
        contents.removalBegan()
                .ifPresentOrElse(
                        began -> lines.add("Its removal began at " + began + "; this is what is left of it."), () -> {
                            if (contents.suppressedAddresses() + contents.suppressedDomains() > 0) {
                                lines.add("Nobody will know who said no to it. To keep that in a file: "
                                        + ofAccount("suppression", "export", "FILE"));
                            }
                            if (contents.erasedAddresses() > 0) {
                                lines.add("That file cannot have the addresses of erased people ("
                                        + TerminalText.formatNumber(contents.erasedAddresses())
                                        + "), of which only a hash is kept.");
                            }
                        });
        lines.add("To remove the account: " + confirmed());
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("contents", RemovalAnswer.of(name, contents));
        return CommandException.refused(
                        "confirm",
                        "the account " + QuotedText.of(name) + " would be removed for good, with " + describe(contents)
                                + ".")
                .withDetails(lines, properties);
    }

    private SuggestedCommand confirmed() {
        return globalOptions().suggest("accounts", "remove", name, "--confirm", name);
    }

    /** Returns a command on the account, which {@code --account} names unless the user gave that option. */
    private SuggestedCommand ofAccount(Object... words) {
        SuggestedCommand command = globalOptions().suggest(words);
        return globalOptions().isAccountGiven() ? command : command.with("--account", name);
    }

    private static String describe(AccountContents contents) {
        return TerminalText.formatCount(contents.prospects(), "prospect") + ", "
                + TerminalText.formatCount(contents.facts(), "fact") + ", "
                + TerminalText.formatCount(contents.runs(), "run") + ", "
                + TerminalText.formatCount(contents.mails(), "mail") + ", "
                + TerminalText.formatCount(contents.bounces(), "bounce") + ", "
                + TerminalText.formatCount(contents.suppressedAddresses(), "suppressed address") + ", "
                + TerminalText.formatCount(contents.suppressedDomains(), "suppressed domain") + " and "
                + TerminalText.formatCount(contents.erasedAddresses(), "address") + " of erased people";
    }

    private String busyText(AccountBusyException busy) {
        String subject = "the account " + QuotedText.of(name) + " cannot be removed now: ";
        return switch (busy.reason()) {
            case RUN_IN_PROGRESS -> subject + "a run or an import is in progress; remove the account when it has ended";
            case MAIL_IN_FLIGHT ->
                subject + "the outcome of " + TerminalText.formatCount(busy.count(), "mail")
                        + " is not known yet; remove the account when it is";
            case MAIL_QUEUED ->
                subject + TerminalText.formatCount(busy.count(), "mail") + (busy.count() == 1 ? " waits" : " wait")
                        + " to be sent. `"
                        + ofAccount("runs")
                        + "` lists the runs, and `heed cancel RUN` withdraws the mail of one";
        };
    }
}
