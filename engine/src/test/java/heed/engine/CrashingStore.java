package heed.engine;

import heed.model.field.FieldCatalog;
import heed.model.store.Account;
import heed.model.store.AccountStore;
import heed.model.store.StoreException;
import heed.model.store.StoreReading;
import heed.model.store.UnitOfWork;
import java.util.function.Function;

/**
 * A store whose process dies at one of its writing transactions, before or after the commit: from then on nothing can be
 * asked of it.
 */
final class CrashingStore extends ForwardingStore {
    private final int fatalWrite;
    private final boolean afterCommit;
    private int writes;
    private boolean crashed;

    /** @param fatalWrite which of the writes, from 1 */
    CrashingStore(AccountStore store, int fatalWrite, boolean afterCommit) {
        super(store);
        this.fatalWrite = fatalWrite;
        this.afterCommit = afterCommit;
    }

    boolean crashed() {
        return crashed;
    }

    private void requireAlive() {
        if (crashed) {
            throw new StoreException("the process is dead");
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
