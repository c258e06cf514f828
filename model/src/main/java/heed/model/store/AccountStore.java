package heed.model.store;

import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import heed.model.field.FieldDeclaration;
import heed.model.field.InvalidFieldsException;
import heed.model.field.ValueType;
import heed.model.person.ErasedNoPolicy;
import heed.model.prospect.AddressMatching;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Function;

/** The store of one account. Thread-safe; a transaction is used only by the thread that runs it. */
public interface AccountStore {
    /** Returns {@link Store#id()}. */
    String storeId();

    /** Returns the account with its current settings. */
    Account account();

    /** Returns the current fields. */
    FieldCatalog fields();

    /**
     * Declares a custom field.
     *
     * @throws IllegalArgumentException if the label is empty, too long, or the name of another field
     */
    Field addField(String label, ValueType type, List<String> searchWords);

    /**
     * Declares custom fields: all of them, or none. A field that the account has already by this name, with this type, stays as
     * it is.
     *
     * @return the field of each declaration, in their order
     * @throws InvalidFieldsException if a label is not valid, or is the name of a field with another type
     */
    List<DeclaredField> addFields(List<FieldDeclaration> declarations);

    /** @param isNew whether the account did not have the field before */
    record DeclaredField(Field field, boolean isNew) {}

    /** Sets the account's time zone. */
    void setZone(ZoneId zone);

    /**
     * Sets the rule by which addresses are compared. The rule applies to every later decision, also about data that is
     * already stored.
     */
    void setAddressMatching(AddressMatching addressMatching);

    /** Sets what is kept of erased people, also of those who are erased already. Reasons that are not to be kept are cleared. */
    void setErasedNoPolicy(ErasedNoPolicy policy);

    /**
     * Runs the work on one consistent snapshot and returns its result. A {@link #write} never blocks it; a lock that
     * another program holds on a table can.
     */
    <T> T read(Function<StoreReading, T> work);

    /**
     * Runs the work in one transaction and returns its result. The transaction is committed when this method returns and
     * rolled back if the work throws an exception.
     *
     * <p>In SQLite, all writing transactions of all processes have one serial order. In PostgreSQL, a transaction locks
     * what its decisions depend on, and its other reads may see what was committed in the meantime
     * (docs/decisions/0011). The work must change nothing but the store: if the transaction conflicts with another one,
     * it is rolled back and the work runs again.
     */
    <T> T write(Function<UnitOfWork, T> work);
}
