package heed.model.store;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A store of accounts. Thread-safe. Every failure of the underlying database is reported as a {@link StoreException}.
 */
public interface Store extends AutoCloseable {
    /**
     * Returns the id of this store, by which a stored plan is bound to the store that it was made for. A store that is
     * restored from a backup gets another one.
     */
    String id();

    /** Returns all accounts, ordered by name. */
    List<Account> accounts();

    /** Finds the account with that name; empty if there is none. */
    Optional<AccountStore> account(String name);

    /**
     * Creates an account.
     *
     * @throws IllegalArgumentException if an account with that name exists
     */
    AccountStore addAccount(String name, ZoneId zone);

    /**
     * Checks the whole store, with all accounts, without changing it, and reports each part as soon as it is checked.
     * Concurrent changes by others are not reported as inconsistencies. The check takes as long as reading everything
     * does; its memory use does not grow with the store.
     */
    void check(Consumer<CheckFinding> consumer);

    @Override
    void close();
}
