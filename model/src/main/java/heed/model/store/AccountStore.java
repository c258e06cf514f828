package heed.model.store;

import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import heed.model.field.ValueType;
import heed.model.prospect.AddressMatching;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Function;

/** What is kept of one account. Thread-safe; each transaction is for the thread that runs it. */
public interface AccountStore {
    /** {@link Store#id()}. */
    String storeId();

    Account account();

    /** The fields as they are now. */
    FieldCatalog fields();

    /**
     * Declares a field of the account's own.
     *
     * @throws IllegalArgumentException if the label is empty, too long, or another field's name
     */
    Field addField(String label, ValueType type, List<String> searchWords);

    void setZone(ZoneId zone);

    /** For every decision from now on, also about what is kept already. */
    void setAddressMatching(AddressMatching addressMatching);

    /** Reads from one consistent snapshot, never blocked by a writer. */
    <T> T read(Function<StoreReading, T> work);

    /**
     * One transaction, in one order with every other writer of every process; kept when this returns, undone if the work
     * throws. The work changes nothing but the store: when it met another transaction, it is undone and run again.
     */
    <T> T write(Function<UnitOfWork, T> work);
}
