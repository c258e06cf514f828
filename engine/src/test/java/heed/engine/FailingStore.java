package heed.engine;

import heed.model.Account;
import heed.model.AccountStore;
import heed.model.Field;
import heed.model.FieldCatalog;
import heed.model.Mailboxes;
import heed.model.StoreException;
import heed.model.StoreReading;
import heed.model.UnitOfWork;
import heed.model.ValueType;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Function;

/**
 * A store whose process dies at one of its writing transactions, before or after the commit: from then on nothing can be
 * asked of it.
 */
final class FailingStore implements AccountStore {
    private final AccountStore store;
    private final int fatal;
    private final boolean afterCommit;
    private int writes;
    private boolean dead;

    /** @param fatal which of the writes, from 1 */
    FailingStore(AccountStore store, int fatal, boolean afterCommit) {
        this.store = store;
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
        return store.read(work);
    }

    @Override
    public <T> T write(Function<UnitOfWork, T> work) {
        alive();
        if (++writes < fatal) {
            return store.write(work);
        }
        if (afterCommit) {
            T unused = store.write(work);
        } else {
            T unused = store.write(unit -> {
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
    public String storeId() {
        return store.storeId();
    }

    @Override
    public Account account() {
        alive();
        return store.account();
    }

    @Override
    public FieldCatalog fields() {
        alive();
        return store.fields();
    }

    @Override
    public Field addField(String label, ValueType type, List<String> searchWords) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setMailboxes(Mailboxes mailboxes) {
        store.setMailboxes(mailboxes);
    }

    @Override
    public void setZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
