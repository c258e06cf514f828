package heed.cli.internal.console;

import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The elements of an array in an answer, produced one at a time while they are written, so that a long list is never in
 * memory as a whole.
 *
 * @param <T> the record of an element
 */
@FunctionalInterface
public interface JsonRows<T> {
    /** Passes every element to the consumer, in the order of the array. */
    void forEach(Consumer<? super T> consumer);

    /** Returns the elements that the function makes of the sources, each when it is written. */
    static <S, T> JsonRows<T> of(Iterable<S> sources, Function<? super S, ? extends T> toRow) {
        return consumer -> sources.forEach(source -> consumer.accept(toRow.apply(source)));
    }
}
