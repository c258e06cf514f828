package heed.store.internal;

import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import heed.model.field.ValueType;
import heed.model.prospect.AddressMatching;
import heed.model.store.Account;
import heed.model.store.AccountStore;
import heed.model.store.StoreReading;
import heed.model.store.UnitOfWork;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Function;

/** One account of a store. */
public final class SqlAccount implements AccountStore {
    private final Database database;
    private final String storeId;
    private final Owner owner;
    private final Clock clock;

    public SqlAccount(Database database, String storeId, Owner owner, Clock clock) {
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
    public void setAddressMatching(AddressMatching mailboxes) {
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
