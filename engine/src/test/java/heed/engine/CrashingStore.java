package heed.engine;

import heed.model.field.FieldCatalog;
import heed.model.store.Account;
import heed.model.store.AccountStore;
import heed.model.store.StoreException;
import heed.model.store.StoreReading;
import heed.model.store.UnitOfWork;
import java.util.function.Function;

/**
 * A store that simulates the death of its process at one of its write transactions, before or after the commit. From
 * then on every call fails.
 */
final class CrashingStore extends ForwardingStore {
    private final int fatalWrite;
    private final boolean afterCommit;
    private int writes;
    private boolean crashed;

    /**
     * Creates a store that crashes.
     *
     * @param fatalWrite the number of the write transaction that crashes, from 1
     * @param afterCommit whether that transaction is committed first
     */
    CrashingStore(AccountStore store, int fatalWrite, boolean afterCommit) {
        super(store);
        this.fatalWrite = fatalWrite;
        this.afterCommit = afterCommit;
    }

    /** Returns whether the crash has happened. */
    boolean crashed() {
        return crashed;
    }

    private void requireAlive() {
        if (crashed) {
            throw new StoreException("the process has ended");
        }
    }

    @Override
    public <T> T read(Function<StoreReading, T> work) {
        requireAlive();
        return super.read(work);
    }

    @Override
    public <T> T write(Function<UnitOfWork, T> work) {
        requireAlive();
        if (++writes < fatalWrite) {
            return super.write(work);
        }
        if (afterCommit) {
            T unused = super.write(work);
        } else {
            T unused = super.write(unit -> {
                T result = work.apply(unit);
                crashed = true;
                requireAlive();
                return result;
            });
        }
        crashed = true;
        throw new StoreException("the process died");
    }

    @Override
    public Account account() {
        requireAlive();
        return super.account();
    }

    @Override
    public FieldCatalog fields() {
        requireAlive();
        return super.fields();
    }
}
