package heed.model.store;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Keeps accounts. Thread-safe. Every failure of what is below is a {@link StoreException}. */
public interface Store extends AutoCloseable {
    /** Names this store for good, so that a stored plan cannot be applied to another. */
    String id();

    /** By name. */
    List<Account> accounts();

    Optional<AccountStore> account(String name);

    /** @throws IllegalArgumentException if there is one of that name */
    AccountStore addAccount(String name, ZoneId zone);

    /**
     * Looks over everything that is kept, of all accounts, and changes nothing; each part is told as soon as it is done. What
     * others do meanwhile is no fault. Takes as long as reading everything does, in memory that does not grow with it.
     */
    void check(Consumer<CheckFinding> consumer);

    @Override
    void close();
}
