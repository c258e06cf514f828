package heed.bounces.report;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value that is computed when it is first asked for. For one thread. */
final class LazyValue<T> implements Supplier<T> {
    private final Supplier<T> computation;
    private @Nullable T value;

    LazyValue(Supplier<T> computation) {
        this.computation = computation;
    }

    @Override
    public T get() {
        T known = value;
        if (known == null) {
            known = computation.get();
            value = known;
        }
        return known;
    }
}
