package heed.model.store;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongPredicate;

/**
 * A store of accounts. Thread-safe. Every failure of the underlying database is reported as a {@link StoreException}.
 */
public interface Store extends AutoCloseable {
    /**
     * Returns the id of this store, by which a stored plan is bound to the store that it was made for. A store that is
     * restored from a backup gets another one.
     */
    String id();

    /** Returns all accounts, ordered by name, without those that are being removed. */
    List<Account> accounts();

    /** Finds the account with that name; empty if there is none, or if it is being removed. */
    Optional<AccountStore> account(String name);

    /**
     * Creates an account.
     *
     * @throws IllegalArgumentException if an account with that name exists
     */
    AccountStore addAccount(String name, ZoneId zone);

    /** Returns the names of the accounts whose removal has begun and not ended, ordered. */
    List<String> unfinishedRemovals();

    /** Returns how much an account holds, also if it is being removed; empty if there is no such account. */
    Optional<AccountContents> contents(String name);

    /**
     * Removes an account with everything in it, its suppression list included. The account cannot be used from the first moment
     * on. Its rows are removed in many transactions; a removal that was interrupted goes on when this method is called again.
     *
     * @param progress gets the number of rows that are removed so far; false stops the removal, which can go on later
     * @return whether the account is removed; false if the removal was stopped
     * @throws IllegalArgumentException if there is no such account
     * @throws AccountBusyException if the removal has not begun before, and a run or a mail is under way
     */
    boolean removeAccount(String name, LongPredicate progress);

    /**
     * Checks the whole store, with all accounts, without changing it, and reports each part as soon as it is checked.
     * Concurrent changes by others are not reported as inconsistencies. The check takes as long as reading everything
     * does; its memory use does not grow with the store.
     */
    void check(Consumer<CheckFinding> consumer);

    @Override
    void close();
}
