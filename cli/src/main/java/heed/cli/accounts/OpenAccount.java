package heed.cli.accounts;

import heed.cli.console.Common;
import heed.cli.console.Console;
import heed.cli.console.Failure;
import heed.cli.console.World;
import heed.filters.json.NearestName;
import heed.filters.json.Quoted;
import heed.mail.AccountMail;
import heed.mail.bounce.BounceRecords;
import heed.model.Account;
import heed.model.AccountStore;
import heed.model.FieldCatalog;
import heed.model.Store;
import heed.store.SqliteStore;
import java.nio.file.Files;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** An open store and the account in it that a command works on. */
public final class OpenAccount implements AutoCloseable {
    private final SqliteStore store;
    private final AccountStore account;
    private final AccountMail mail;

    private OpenAccount(SqliteStore store, AccountStore account, AccountMail mail) {
        this.store = store;
        this.account = account;
        this.mail = mail;
    }

    /** @throws Failure if there is no such store or account; makes nothing */
    public static OpenAccount existing(Common common, World world) {
        SqliteStore store = existingStore(common, world);
        return opened(store, store.account(common.account()).orElseThrow(() -> {
            Failure failure = noAccount(store, common);
            store.close();
            return failure;
        }));
    }

    /** @throws Failure if there is no store; makes nothing */
    public static SqliteStore existingStore(Common common, World world) {
        if (!Files.exists(common.store())) {
            throw Failure.invalid(
                    "no-store", "there is no store at " + common.store() + "; `heed import FILE` makes one");
        }
        return SqliteStore.openExisting(common.store(), world.clock());
    }

    /** Makes the store and the account that are not there, and says so. */
    public static OpenAccount orNew(Common common, World world, Console console, Optional<ZoneId> zone) {
        boolean newStore = !Files.exists(common.store());
        SqliteStore store = SqliteStore.open(common.store(), world.clock());
        if (newStore) {
            console.note("Made the store " + common.store() + ".");
        }
        try {
            Optional<AccountStore> known = store.account(common.account());
            if (known.isPresent()) {
                sameZone(known.get().account(), zone);
                return opened(store, known.get());
            }
            AccountStore made = store.addAccount(common.account(), zone.orElse(world.zone()));
            console.note("Made the account " + Quoted.of(common.account()) + " with the time zone "
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
        if (!Files.exists(common.store())) {
            return FieldCatalog.standard();
        }
        try (Store store = SqliteStore.openExisting(common.store(), world.clock())) {
            return store.account(common.account()).map(AccountStore::fields).orElseGet(FieldCatalog::standard);
        }
    }

    private static void sameZone(Account account, Optional<ZoneId> zone) {
        if (zone.isPresent() && !zone.get().equals(account.zone())) {
            throw Failure.invalid(
                    "time-zone",
                    "the account " + Quoted.of(account.name()) + " has the time zone "
                            + account.zone().getId() + "; `heed accounts set --time-zone "
                            + zone.get().getId()
                            + "` changes it");
        }
    }

    private static OpenAccount opened(SqliteStore store, AccountStore account) {
        return new OpenAccount(
                store, account, store.mail(account.account().name()).orElseThrow());
    }

    private static Failure noAccount(Store store, Common common) {
        List<String> known = store.accounts().stream().map(Account::name).toList();
        String nearest = NearestName.of(common.account(), known)
                .map(name -> ". Did you mean " + Quoted.of(name) + "?")
                .orElse("");
        return Failure.invalid(
                "no-account",
                "there is no account " + Quoted.of(common.account()) + " in " + common.store() + nearest
                        + (known.isEmpty()
                                ? "; it has none yet"
                                : " Known: "
                                        + String.join(
                                                ", ",
                                                known.stream().map(Quoted::of).toList())));
    }

    public SqliteStore store() {
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
