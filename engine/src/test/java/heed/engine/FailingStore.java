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
final class FailingStore extends ForwardingStore {
    private final int fatal;
    private final boolean afterCommit;
    private int writes;
    private boolean dead;

    /** @param fatal which of the writes, from 1 */
    FailingStore(AccountStore store, int fatal, boolean afterCommit) {
        super(store);
        this.fatal = fatal;
        this.afterCommit = afterCommit;
    }

    boolean dead() {
        return dead;
    }

    private void alive() {
        if (dead) {
            throw new StoreException("the process is dead");
        }
    }

    @Override
    public <T> T read(Function<StoreReading, T> work) {
        alive();
        return super.read(work);
    }

    @Override
    public <T> T write(Function<UnitOfWork, T> work) {
        alive();
        if (++writes < fatal) {
            return super.write(work);
        }
        if (afterCommit) {
            T unused = super.write(work);
        } else {
            T unused = super.write(unit -> {
                T result = work.apply(unit);
                dead = true;
                alive();
                return result;
            });
        }
        dead = true;
        throw new StoreException("the process died");
    }

    @Override
    public Account account() {
        alive();
        return super.account();
    }

    @Override
    public FieldCatalog fields() {
        alive();
        return super.fields();
    }
}
