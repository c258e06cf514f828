package heed.cli.accounts;

import heed.bounces.marking.BounceRecords;
import heed.cli.console.Common;
import heed.cli.console.Console;
import heed.cli.console.Failure;
import heed.cli.console.World;
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
public final class OpenAccount implements AutoCloseable {
    private final DatabaseStore store;
    private final AccountStore account;
    private final AccountMail mail;

    private OpenAccount(DatabaseStore store, AccountStore account, AccountMail mail) {
        this.store = store;
        this.account = account;
        this.mail = mail;
    }

    /** @throws Failure if there is no such store or account; makes nothing */
    public static OpenAccount existing(Common common, World world) {
        return existing(existingStore(common, world), common);
    }

    private static OpenAccount existing(DatabaseStore store, Common common) {
        return opened(store, store.account(common.account()).orElseThrow(() -> {
            Failure failure = noAccount(store, common);
            store.close();
            return failure;
        }));
    }

    /**
     * Empty if there is no such store; makes nothing.
     *
     * @throws Failure if it has no such account
     */
    public static Optional<OpenAccount> ofStore(Common common, World world) {
        return findStore(common, world).map(store -> existing(store, common));
    }

    /** @throws Failure if there is no store; makes nothing */
    public static DatabaseStore existingStore(Common common, World world) {
        return findStore(common, world)
                .orElseThrow(() -> Failure.invalid(
                        "no-store", "there is no store at " + common.store() + "; `heed import FILE` makes one"));
    }

    private static Optional<DatabaseStore> findStore(Common common, World world) {
        return common.store().find(world.environment(), world.patience(), world.clock());
    }

    /** Opens the store, and makes it if there is none. */
    public static DatabaseStore storeOrNew(Common common, World world) {
        return common.store().open(world.environment(), world.patience(), world.clock());
    }

    /** Makes the store and the account that are not there, and says so. */
    public static OpenAccount orNew(Common common, World world, Console console, Optional<ZoneId> zone) {
        DatabaseStore store = findStore(common, world).orElseGet(() -> {
            DatabaseStore made = storeOrNew(common, world);
            console.note("Made the store " + common.store() + ".");
            return made;
        });
        try {
            Optional<AccountStore> known = store.account(common.account());
            if (known.isPresent()) {
                sameZone(known.get().account(), zone);
                return opened(store, known.get());
            }
            AccountStore made = store.addAccount(common.account(), zone.orElse(world.zone()));
            console.note("Made the account " + QuotedText.of(common.account()) + " with the time zone "
                    + made.account().zone().getId() + ".");
            return opened(store, made);
        } catch (IllegalArgumentException wrongName) {
            store.close();
            throw Failure.invalid("account", String.valueOf(wrongName.getMessage()));
        } catch (Failure e) {
            store.close();
            throw e;
        }
    }

    /** The fields of the account if it is there already, else the standard ones. */
    public static FieldCatalog fieldsSoFar(Common common, World world) {
        Optional<DatabaseStore> found = findStore(common, world);
        if (found.isEmpty()) {
            return FieldCatalog.standard();
        }
        try (Store store = found.get()) {
            return store.account(common.account()).map(AccountStore::fields).orElseGet(FieldCatalog::standard);
        }
    }

    private static void sameZone(Account account, Optional<ZoneId> zone) {
        if (zone.isPresent() && !zone.get().equals(account.zone())) {
            throw Failure.invalid(
                    "time-zone",
                    "the account " + QuotedText.of(account.name()) + " has the time zone "
                            + account.zone().getId() + "; `heed accounts set --time-zone "
                            + zone.get().getId()
                            + "` changes it");
        }
    }

    private static OpenAccount opened(DatabaseStore store, AccountStore account) {
        return new OpenAccount(
                store, account, store.mail(account.account().name()).orElseThrow());
    }

    private static Failure noAccount(Store store, Common common) {
        List<String> known = store.accounts().stream().map(Account::name).toList();
        String nearest = NearestName.of(common.account(), known)
                .map(name -> ". Did you mean " + QuotedText.of(name) + "?")
                .orElse("");
        return Failure.invalid(
                "no-account",
                "there is no account " + QuotedText.of(common.account()) + " in " + common.store() + nearest
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
