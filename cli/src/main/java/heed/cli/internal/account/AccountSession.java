package heed.cli.internal.account;

import heed.bounces.marking.BounceRecords;
import heed.cli.internal.console.CommandConsole;
import heed.cli.internal.console.GlobalOptions;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import heed.filters.json.NearestName;
import heed.filters.json.QuotedText;
import heed.mail.delivery.AccountMail;
import heed.model.field.FieldCatalog;
import heed.model.store.Account;
import heed.model.store.AccountStore;
import heed.model.store.Store;
import heed.store.DatabaseStore;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** An open store and the account in it that a command works on. */
public final class AccountSession implements AutoCloseable {
    private final DatabaseStore store;
    private final AccountStore account;
    private final AccountMail mail;

    private AccountSession(DatabaseStore store, AccountStore account, AccountMail mail) {
        this.store = store;
        this.account = account;
        this.mail = mail;
    }

    /** @throws CommandException if there is no such store or account; makes nothing */
    public static AccountSession open(GlobalOptions options, CommandEnvironment environment) {
        return open(openStore(options, environment), options);
    }

    private static AccountSession open(DatabaseStore store, GlobalOptions options) {
        return sessionOn(store, store.account(options.account()).orElseThrow(() -> {
            CommandException failure = unknownAccount(store, options);
            store.close();
            return failure;
        }));
    }

    /**
     * Empty if there is no such store; makes nothing.
     *
     * @throws CommandException if it has no such account
     */
    public static Optional<AccountSession> openIfStoreExists(GlobalOptions options, CommandEnvironment environment) {
        return findStore(options, environment).map(store -> open(store, options));
    }

    /** @throws CommandException if there is no store; makes nothing */
    public static DatabaseStore openStore(GlobalOptions options, CommandEnvironment environment) {
        return findStore(options, environment)
                .orElseThrow(() -> CommandException.invalid(
                        "no-store", "there is no store at " + options.store() + "; `heed import FILE` makes one"));
    }

    private static Optional<DatabaseStore> findStore(GlobalOptions options, CommandEnvironment environment) {
        return options.store().find(environment.variables(), environment.lockTimeout(), environment.clock());
    }

    /** Opens the store, and makes it if there is none. */
    public static DatabaseStore openOrCreateStore(GlobalOptions options, CommandEnvironment environment) {
        return options.store().open(environment.variables(), environment.lockTimeout(), environment.clock());
    }

    /** Makes the store and the account that are not there, and says so. */
    public static AccountSession openOrCreate(
            GlobalOptions options, CommandEnvironment environment, CommandConsole console, Optional<ZoneId> zone) {
        DatabaseStore store = findStore(options, environment).orElseGet(() -> {
            DatabaseStore made = openOrCreateStore(options, environment);
            console.printNote("Made the store " + options.store() + ".");
            return made;
        });
        try {
            Optional<AccountStore> known = store.account(options.account());
            if (known.isPresent()) {
                requireSameZone(known.get().account(), zone);
                return sessionOn(store, known.get());
            }
            AccountStore made = store.addAccount(options.account(), zone.orElse(environment.zone()));
            console.printNote("Made the account " + QuotedText.of(options.account()) + " with the time zone "
                    + made.account().zone().getId() + ".");
            return sessionOn(store, made);
        } catch (IllegalArgumentException wrongName) {
            store.close();
            throw CommandException.invalid("account", String.valueOf(wrongName.getMessage()));
        } catch (CommandException e) {
            store.close();
            throw e;
        }
    }

    /** The fields of the account if it is there already, else the standard ones. */
    public static FieldCatalog fieldsOrStandard(GlobalOptions options, CommandEnvironment environment) {
        Optional<DatabaseStore> found = findStore(options, environment);
        if (found.isEmpty()) {
            return FieldCatalog.standard();
        }
        try (Store store = found.get()) {
            return store.account(options.account()).map(AccountStore::fields).orElseGet(FieldCatalog::standard);
        }
    }

    private static void requireSameZone(Account account, Optional<ZoneId> zone) {
        if (zone.isPresent() && !zone.get().equals(account.zone())) {
            throw CommandException.invalid(
                    "time-zone",
                    "the account " + QuotedText.of(account.name()) + " has the time zone "
                            + account.zone().getId() + "; `heed accounts set --time-zone "
                            + zone.get().getId()
                            + "` changes it");
        }
    }

    private static AccountSession sessionOn(DatabaseStore store, AccountStore account) {
        return new AccountSession(
                store, account, store.mail(account.account().name()).orElseThrow());
    }

    private static CommandException unknownAccount(Store store, GlobalOptions options) {
        List<String> known = store.accounts().stream().map(Account::name).toList();
        String nearest = NearestName.of(options.account(), known)
                .map(name -> ". Did you mean " + QuotedText.of(name) + "?")
                .orElse("");
        return CommandException.invalid(
                "no-account",
                "there is no account " + QuotedText.of(options.account()) + " in " + options.store() + nearest
                        + (known.isEmpty()
                                ? "; it has none yet"
                                : " Known: "
                                        + String.join(
                                                ", ",
                                                known.stream()
                                                        .map(QuotedText::of)
                                                        .toList())));
    }

    public DatabaseStore store() {
        return store;
    }

    public AccountStore account() {
        return account;
    }

    public AccountMail mail() {
        return mail;
    }

    public BounceRecords bounces() {
        return store.bounces(account.account().name()).orElseThrow();
    }

    @Override
    public void close() {
        store.close();
    }
}
