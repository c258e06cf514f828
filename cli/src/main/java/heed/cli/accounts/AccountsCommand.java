package heed.cli.accounts;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import heed.cli.internal.account.AccountSession;
import heed.cli.internal.console.HeedCommand;
import heed.cli.internal.console.TerminalText;
import heed.cli.internal.console.TextTable;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.ExitCode;
import heed.filters.json.QuotedText;
import heed.model.store.Account;
import heed.model.store.Store;
import heed.model.store.StoreReading;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;

/** Lists the accounts of a store. */
@Command(
        name = "accounts",
        description = {
            "List the accounts of the store.",
            "Each is shown with its time zone, its mailbox rule and its number of prospects."
        })
public final class AccountsCommand extends HeedCommand {
    public AccountsCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    protected ExitCode run() {
        Map<Account, Long> prospects = new LinkedHashMap<>();
        List<String> unfinishedRemovals;
        try (Store store = AccountSession.openStore(globalOptions(), environment())) {
            List<Account> accounts = globalOptions().isAccountGiven()
                    ? List.of(AccountSession.requireAccount(store, globalOptions())
                            .account())
                    : store.accounts();
            unfinishedRemovals = store.unfinishedRemovals();
            for (Account account : accounts) {
                prospects.put(
                        account, store.account(account.name()).orElseThrow().read(StoreReading::countProspects));
            }
        }
        if (globalOptions().json()) {
            console()
                    .writeJson(new AccountsAnswer(
                            prospects.entrySet().stream()
                                    .map(entry ->
                                            new ListedAccountAnswer(AccountAnswer.of(entry.getKey()), entry.getValue()))
                                    .toList(),
                            unfinishedRemovals));
        } else if (prospects.isEmpty()) {
            console()
                    .printNote("the store has no accounts yet; `"
                            + globalOptions().suggest("accounts", "add", "NAME") + "` creates one.");
        } else {
            TextTable table = TextTable.of("Account", "Time zone", "Mailboxes", ">Prospects");
            prospects.forEach((account, count) -> table.addRow(
                    account.name(),
                    account.zone().getId(),
                    account.addressMatching().id(),
                    TerminalText.formatNumber(count)));
            console().printTable(table);
        }
        unfinishedRemovals.forEach(name -> console()
                .printNote("the account " + QuotedText.of(name) + " is being removed; to remove the rest: "
                        + globalOptions().suggest("accounts", "remove", name, "--confirm", name)));
        return ExitCode.DONE;
    }

    private record AccountsAnswer(List<ListedAccountAnswer> accounts, List<String> beingRemoved) {}

    private record ListedAccountAnswer(@JsonUnwrapped AccountAnswer account, long prospects) {}

    /** An account, as JSON. */
    record AccountAnswer(
            String name,
            String timeZone,
            String mailboxes,
            Optional<Integer> erasedNoesMonths,
            boolean erasureReasons) {
        static AccountAnswer of(Account account) {
            return new AccountAnswer(
                    account.name(),
                    account.zone().getId(),
                    account.addressMatching().id(),
                    account.erasedNoPolicy().months(),
                    account.erasedNoPolicy().reasons());
        }
    }
}
