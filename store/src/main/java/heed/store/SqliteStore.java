package heed.store;

import heed.filters.Criterion;
import heed.filters.Narrower;
import heed.mail.AccountMail;
import heed.model.Account;
import heed.model.AccountStore;
import heed.model.Examined;
import heed.model.Moment;
import heed.model.Narrowing;
import heed.model.Store;
import heed.store.internal.Accounts;
import heed.store.internal.Database;
import heed.store.internal.Examination;
import heed.store.internal.SqlNarrowing;
import heed.store.internal.SqliteAccount;
import heed.store.internal.SqliteMail;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The embedded store: one SQLite file, which several processes may use at once. What a transaction wrote is on disk when it
 * returns. Readers are never blocked; writers of all processes are in one order.
 */
public final class SqliteStore implements Store, Narrower {
    private final Database database;
    private final Clock clock;
    private final String id;

    private SqliteStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
        this.id = database.read(Accounts::storeId);
    }

    /** Opens the store in the file; creates it if there is no such file, and brings an older one up to date. */
    public static SqliteStore open(Path file, Clock clock) {
        return new SqliteStore(Database.open(file, true), clock);
    }

    /**
     * Opens a store that is there.
     *
     * @throws heed.model.StoreException if there is none, with a message that says so
     */
    public static SqliteStore openExisting(Path file, Clock clock) {
        return new SqliteStore(Database.open(file, false), clock);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public List<Account> accounts() {
        return database.read(Accounts::all);
    }

    @Override
    public Optional<AccountStore> account(String name) {
        return database.read(session -> Accounts.find(session, name))
                .map(owner -> new SqliteAccount(database, id, owner, clock));
    }

    /** The account's mail; empty if there is no such account. */
    public Optional<AccountMail> mail(String account) {
        return database.read(session -> Accounts.find(session, account))
                .map(owner -> new SqliteMail(database, owner, account, clock));
    }

    @Override
    public AccountStore addAccount(String name, ZoneId zone) {
        return new SqliteAccount(database, id, database.write(session -> Accounts.add(session, name, zone)), clock);
    }

    @Override
    public Narrowing narrow(Criterion who, Moment moment) {
        return SqlNarrowing.of(who, moment);
    }

    @Override
    public void examine(Consumer<Examined> told) {
        new Examination(database, clock, told).all();
    }

    @Override
    public void close() {
        database.close();
    }
}
