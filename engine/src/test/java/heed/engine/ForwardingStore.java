package heed.engine;

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
import java.time.ZoneId;
import java.util.List;
import java.util.function.Function;

/** A store that forwards every call to another store. Subclasses intercept calls. */
abstract class ForwardingStore implements AccountStore {
    private final AccountStore store;

    ForwardingStore(AccountStore store) {
        this.store = store;
    }

    @Override
    public <T> T read(Function<StoreReading, T> work) {
        return store.read(work);
    }

    @Override
    public <T> T write(Function<UnitOfWork, T> work) {
        return store.write(work);
    }

    @Override
    public String storeId() {
        return store.storeId();
    }

    @Override
    public Account account() {
        return store.account();
    }

    @Override
    public FieldCatalog fields() {
        return store.fields();
    }

    @Override
    public Field addField(String label, ValueType type, List<String> searchWords) {
        return store.addField(label, type, searchWords);
    }

    @Override
    public List<DeclaredField> addFields(List<FieldDeclaration> declarations) {
        return store.addFields(declarations);
    }

    @Override
    public void setAddressMatching(AddressMatching addressMatching) {
        store.setAddressMatching(addressMatching);
    }

    @Override
    public void setErasedNoPolicy(ErasedNoPolicy policy) {
        store.setErasedNoPolicy(policy);
    }

    @Override
    public void setZone(ZoneId zone) {
        store.setZone(zone);
    }
}
