package heed.engine;

import heed.model.store.AccountStore;
import heed.model.store.UnitOfWork;
import java.util.function.Function;

/** A store on which somebody else is faster: what he does comes before each writing transaction. */
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
