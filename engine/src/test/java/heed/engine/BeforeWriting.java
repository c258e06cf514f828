package heed.engine;

import heed.model.store.AccountStore;
import heed.model.store.UnitOfWork;
import java.util.function.Function;

/** A store on which somebody else is faster: what he does comes before each writing transaction. */
final class BeforeWriting extends ForwardingStore {
    private final Runnable somebody;

    BeforeWriting(AccountStore store, Runnable somebody) {
        super(store);
        this.somebody = somebody;
    }

    @Override
    public <T> T write(Function<UnitOfWork, T> work) {
        somebody.run();
        return super.write(work);
    }
}
