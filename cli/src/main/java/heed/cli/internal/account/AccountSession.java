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
import heed.model.store.UpgradeNote;
import heed.store.DatabaseStore;
import heed.store.SqliteStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** An open store and the account that a command works on. Closing it closes the store. */
public final class AccountSession implements AutoCloseable {
    private final DatabaseStore store;
    private final AccountStore account;
    private final AccountMail mail;
    private final GlobalOptions options;
    private Optional<Path> temporaryFolder = Optional.empty();

    private AccountSession(DatabaseStore store, AccountStore account, AccountMail mail, GlobalOptions options) {
        this.store = store;
        this.account = account;
        this.mail = mail;
        this.options = options;
    }

    /**
     * Opens the store and the account that the options name.
     *
     * @throws CommandException if either does not exist; nothing is created
     */
    public static AccountSession open(GlobalOptions options, CommandEnvironment environment) {
        return open(openStore(options, environment), options);
    }

    private static AccountSession open(DatabaseStore store, GlobalOptions options) {
        AccountStore account = store.account(options.account()).orElseThrow(() -> {
            CommandException failure = unknownAccount(store, options);
            store.close();
            return failure;
        });
        return sessionOn(store, account, options);
    }

    /**
     * Opens the store and the account that the options name, or returns empty if the store does not exist.
     *
     * @throws CommandException if the store has no such account; nothing is created
     */
    public static Optional<AccountSession> openIfStoreExists(GlobalOptions options, CommandEnvironment environment) {
        return findStore(options, environment).map(store -> open(store, options));
    }

    /**
     * Opens the store that the options name.
     *
     * @throws CommandException if it does not exist; nothing is created
     */
    public static DatabaseStore openStore(GlobalOptions options, CommandEnvironment environment) {
        return findStore(options, environment)
                .orElseThrow(() -> CommandException.invalid(
                        "no-store",
                        "there is no store at " + options.store() + "; `"
                                + options.suggest("import", "FILE", "--new-store") + "` creates one"));
    }

    private static Optional<DatabaseStore> findStore(GlobalOptions options, CommandEnvironment environment) {
        return options.store()
                .find(environment.variables(), environment.lockTimeout(), environment.clock())
                .map(store -> noted(store, options, environment));
    }

    /**
     * Opens the store that the options name. If it does not exist, creates it and prints a note about it.
     *
     * @throws CommandException if it does not exist and may not be created: a mistyped name must not become a second store
     */
    public static DatabaseStore openOrCreateStore(
            GlobalOptions options, CommandEnvironment environment, CommandConsole console, NewStoreOption newStore) {
        Optional<DatabaseStore> found = findStore(options, environment);
        if (found.isPresent()) {
            return found.get();
        }
        if (!newStore.isGiven() && !options.namesFileInEmptyFolder()) {
            throw CommandException.invalid(
                    "no-store",
                    "there is no store at " + options.store() + ". To use a store that exists: --store, or the"
                            + " environment variable " + GlobalOptions.STORE_VARIABLE + ". To create a new one: "
                            + options.suggestSame().with("--new-store"));
        }
        DatabaseStore created =
                options.store().open(environment.variables(), environment.lockTimeout(), environment.clock());
        console.printNote("created the store " + options.store() + ".");
        return created;
    }

    /** Prints who else can read the store, and what its upgrade found if opening it has upgraded it. */
    private static DatabaseStore noted(DatabaseStore store, GlobalOptions options, CommandEnvironment environment) {
        List<UpgradeNote> notes = store.upgradeNotes();
        CommandConsole console = new CommandConsole(environment);
        options.store()
                .exposedFiles()
                .forEach(file -> console.printWarning("everybody on this machine can read " + file
                        + ", which has addresses and keys; restrict it with chmod 600 " + file));
        notes.forEach(note -> console.printNote("found by the upgrade of the store: " + note.line()));
        if (!notes.isEmpty()) {
            console.printNote("`" + options.suggest("doctor", "--json") + "` lists the Ids of all these prospects.");
        }
        return store;
    }

    /**
     * Opens the store and the account that the options name, creates whichever does not exist and prints a note about
     * it. An account whose name looks like a mistyped one is not created.
     *
     * @param zone the time zone of the account; empty for that of an existing account, or the system's for a new one
     * @throws CommandException if the store does not exist and may not be created, if the name of the account is not
     *     valid or resembles that of another account, or if an existing account has another time zone
     */
    public static AccountSession openOrCreate(
            GlobalOptions options,
            CommandEnvironment environment,
            CommandConsole console,
            NewStoreOption newStore,
            Optional<ZoneId> zone) {
        DatabaseStore store = openOrCreateStore(options, environment, console, newStore);
        try {
            Optional<AccountStore> existing = store.account(options.account());
            if (existing.isPresent()) {
                requireSameZone(existing.get().account(), zone, options);
                return sessionOn(store, existing.get(), options);
            }
            if (NearestName.of(options.account(), names(store)).isPresent()) {
                throw unknownAccount(store, options);
            }
            AccountStore created = store.addAccount(options.account(), zone.orElse(environment.zone()));
            console.printNote("created the account " + QuotedText.of(options.account()) + " with the time zone "
                    + created.account().zone().getId() + ".");
            return sessionOn(store, created, options);
        } catch (IllegalArgumentException invalidName) {
            store.close();
            throw CommandException.invalid("account", String.valueOf(invalidName.getMessage()));
        } catch (CommandException e) {
            store.close();
            throw e;
        }
    }

    /**
     * Opens the store and the account that the options name for a preview. If either does not exist, an empty account in a
     * temporary store takes its place, and a note says that the command would create it.
     *
     * @param zone the time zone of an account that does not exist
     */
    public static AccountSession openForPreview(
            GlobalOptions options, CommandEnvironment environment, CommandConsole console, ZoneId zone)
            throws IOException {
        Optional<DatabaseStore> store = findStore(options, environment);
        if (store.isPresent()) {
            Optional<AccountStore> account = store.get().account(options.account());
            if (account.isPresent()) {
                return sessionOn(store.get(), account.get(), options);
            }
            store.get().close();
        }
        console.printNote("there is no "
                + (store.isPresent() ? "account " + QuotedText.of(options.account()) + " in " : "store at ")
                + options.store() + "; this is the preview of an import into an empty account");
        Path folder = Files.createTempDirectory("heed-preview");
        DatabaseStore temporary = SqliteStore.open(folder.resolve("preview.db"), environment.clock());
        AccountSession session = sessionOn(temporary, temporary.addAccount(options.account(), zone), options);
        session.temporaryFolder = Optional.of(folder);
        return session;
    }

    /** Returns the fields of the account that the options name, or the standard fields if it does not exist. */
    public static FieldCatalog fieldsOrStandard(GlobalOptions options, CommandEnvironment environment) {
        Optional<DatabaseStore> found = findStore(options, environment);
        if (found.isEmpty()) {
            return FieldCatalog.standard();
        }
        try (Store store = found.get()) {
            return store.account(options.account()).map(AccountStore::fields).orElseGet(FieldCatalog::standard);
        }
    }

    private static void requireSameZone(Account account, Optional<ZoneId> zone, GlobalOptions options) {
        if (zone.isPresent() && !zone.get().equals(account.zone())) {
            throw CommandException.invalid(
                    "time-zone",
                    "the account " + QuotedText.of(account.name()) + " has the time zone "
                            + account.zone().getId() + "; `"
                            + options.suggest(
                                    "accounts", "set", "--time-zone", zone.get().getId())
                            + "` changes it");
        }
    }

    private static AccountSession sessionOn(DatabaseStore store, AccountStore account, GlobalOptions options) {
        return new AccountSession(
                store, account, store.mail(account.account().name()).orElseThrow(), options);
    }

    /**
     * Returns the account that the options name.
     *
     * @throws CommandException if the store has no such account
     */
    public static AccountStore requireAccount(Store store, GlobalOptions options) {
        return store.account(options.account()).orElseThrow(() -> unknownAccount(store, options));
    }

    private static List<String> names(Store store) {
        return store.accounts().stream().map(Account::name).toList();
    }

    private static CommandException unknownAccount(Store store, GlobalOptions options) {
        if (store.unfinishedRemovals().contains(options.account())) {
            return CommandException.refused(
                    "account-removed",
                    "the account " + QuotedText.of(options.account()) + " is being removed. To remove the rest: "
                            + options.suggest("accounts", "remove", options.account(), "--confirm", options.account()));
        }
        return CommandException.invalid(
                "no-account",
                unknownAccountText(store, options, options.account()) + ". To create it: "
                        + options.suggest("accounts", "add", options.account()));
    }

    /** Returns the exception for a name that is no account's, with the names that are. */
    public static CommandException unknownAccount(Store store, GlobalOptions options, String name) {
        return CommandException.invalid("no-account", unknownAccountText(store, options, name));
    }

    private static String unknownAccountText(Store store, GlobalOptions options, String name) {
        List<String> names = names(store);
        String nearest = NearestName.of(name, names)
                .map(near -> ". Did you mean " + QuotedText.of(near) + "?")
                .orElse(".");
        return "there is no account " + QuotedText.of(name) + " in " + options.store() + nearest
                + (names.isEmpty()
                        ? " The store has no accounts yet"
                        : " Accounts: "
                                + String.join(
                                        ", ", names.stream().map(QuotedText::of).toList()));
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

    /** Returns the options that selected the store and the account. */
    public GlobalOptions options() {
        return options;
    }

    @Override
    public void close() {
        store.close();
        temporaryFolder.ifPresent(AccountSession::delete);
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
