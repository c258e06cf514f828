package heed.model;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** Keeps accounts. Thread-safe. Every failure of what is below is a {@link StoreException}. */
public interface Store extends AutoCloseable {
    /** Names this store for good, so that a stored plan cannot be applied to another. */
    String id();

    /** By name. */
    List<Account> accounts();

    Optional<AccountStore> account(String name);

    /** @throws IllegalArgumentException if there is one of that name */
    AccountStore addAccount(String name, ZoneId zone);

    @Override
    void close();
}
