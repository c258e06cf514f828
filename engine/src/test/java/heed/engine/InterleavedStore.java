package heed.engine;

import heed.model.store.AccountStore;
import heed.model.store.UnitOfWork;
import java.util.function.Function;

/** A store on which another writer acts immediately before each write transaction. */
final class InterleavedStore extends ForwardingStore {
    private final Runnable interleavedWork;

    InterleavedStore(AccountStore store, Runnable interleavedWork) {
        super(store);
        this.interleavedWork = interleavedWork;
    }

    @Override
    public <T> T write(Function<UnitOfWork, T> work) {
        interleavedWork.run();
        return super.write(work);
    }
}
