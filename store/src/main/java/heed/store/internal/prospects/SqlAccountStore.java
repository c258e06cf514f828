package heed.store.internal.prospects;

import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import heed.model.field.FieldDeclaration;
import heed.model.field.ValueType;
import heed.model.person.ErasedNoPolicy;
import heed.model.prospect.AddressMatching;
import heed.model.store.Account;
import heed.model.store.AccountStore;
import heed.model.store.StoreReading;
import heed.model.store.UnitOfWork;
import heed.store.internal.accounts.AccountTable;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlDatabase;
import heed.store.internal.suppression.ForgottenAddresses;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Function;

/** One account of a store in a database. Thread-safe. */
public final class SqlAccountStore implements AccountStore {
    private final SqlDatabase database;
    private final String storeId;
    private final AccountKey account;
    private final Clock clock;

    public SqlAccountStore(SqlDatabase database, String storeId, AccountKey account, Clock clock) {
        this.database = database;
        this.storeId = storeId;
        this.account = account;
        this.clock = clock;
    }

    @Override
    public String storeId() {
        return storeId;
    }

    @Override
    public Account account() {
        return database.read(session -> AccountTable.read(session, account));
    }

    @Override
    public FieldCatalog fields() {
        return database.read(session -> AccountTable.fieldCatalog(session, account));
    }

    @Override
    public Field addField(String label, ValueType type, List<String> searchWords) {
        return database.write(session -> AccountTable.addField(session, account, label, type, searchWords));
    }

    @Override
    public List<DeclaredField> addFields(List<FieldDeclaration> declarations) {
        return database.write(session -> AccountTable.addFields(session, account, declarations));
    }

    @Override
    public void setZone(ZoneId zone) {
        database.write(session -> {
            AccountTable.setZone(session, account, zone);
            return true;
        });
    }

    @Override
    public void setAddressMatching(AddressMatching matching) {
        database.write(session -> {
            AccountTable.setAddressMatching(session, account, matching);
            return true;
        });
    }

    @Override
    public void setErasedNoPolicy(ErasedNoPolicy policy) {
        database.write(session -> {
            AccountTable.setErasedNoPolicy(session, account, policy);
            if (!policy.reasons()) {
                ForgottenAddresses.load(session, account).clearReasons();
            }
            return true;
        });
    }

    @Override
    public <T> T read(Function<StoreReading, T> work) {
        return database.read(session -> work.apply(new SqlStoreReading(session, account)));
    }

    @Override
    public <T> T write(Function<UnitOfWork, T> work) {
        return database.write(session -> work.apply(new SqlUnitOfWork(session, account, clock)));
    }
}
