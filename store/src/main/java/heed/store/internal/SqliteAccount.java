package heed.store.internal;

import heed.model.Account;
import heed.model.AccountStore;
import heed.model.Field;
import heed.model.FieldCatalog;
import heed.model.Mailboxes;
import heed.model.StoreReading;
import heed.model.UnitOfWork;
import heed.model.ValueType;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Function;

/** One account of a SQLite store. */
public final class SqliteAccount implements AccountStore {
    private final Database database;
    private final String storeId;
    private final Owner owner;
    private final Clock clock;

    public SqliteAccount(Database database, String storeId, Owner owner, Clock clock) {
        this.database = database;
        this.storeId = storeId;
        this.owner = owner;
        this.clock = clock;
    }

    @Override
    public String storeId() {
        return storeId;
    }

    @Override
    public Account account() {
        return database.read(session -> Accounts.account(session, owner));
    }

    @Override
    public FieldCatalog fields() {
        return database.read(session -> Accounts.catalog(session, owner));
    }

    @Override
    public Field addField(String label, ValueType type, List<String> searchWords) {
        return database.write(session -> Accounts.addField(session, owner, label, type, searchWords));
    }

    @Override
    public void setZone(ZoneId zone) {
        database.write(session -> {
            Accounts.setZone(session, owner, zone);
            return true;
        });
    }

    @Override
    public void setMailboxes(Mailboxes mailboxes) {
        database.write(session -> {
            Accounts.setMailboxes(session, owner, mailboxes);
            return true;
        });
    }

    @Override
    public <T> T read(Function<StoreReading, T> work) {
        return database.read(session -> work.apply(new Reading(session, owner)));
    }

    @Override
    public <T> T write(Function<UnitOfWork, T> work) {
        return database.write(session -> work.apply(new Work(session, owner, clock)));
    }
}
