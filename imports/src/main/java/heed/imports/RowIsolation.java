package heed.imports;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

/** Keeps the unexpected exception of one row from ending the import of a file. */
public final class RowIsolation {
    private RowIsolation() {}

    /**
     * Writes a batch of rows. If an unexpected exception ends that, writes its halves instead, and so on, until only the rows
     * that the exception comes from are left. Each of them is written as a rejected row.
     *
     * @param writer writes rows in one transaction and returns the result, or throws and writes nothing
     * @param onWritten gets the rows and the result after each successful transaction, in the order of the rows
     * @param isFatal whether an exception concerns all rows, such as a failure of the store; it is thrown
     * @param toRejected returns the row as one that is rejected because of the exception
     * @throws RuntimeException if it is fatal, or if a rejected row cannot be written either
     */
    public static <R, T> void write(
            List<R> batch,
            Function<List<R>, T> writer,
            BiConsumer<List<R>, T> onWritten,
            Predicate<RuntimeException> isFatal,
            BiFunction<R, RuntimeException, R> toRejected) {
        T result;
        try {
            result = writer.apply(batch);
        } catch (RuntimeException fault) {
            if (isFatal.test(fault)) {
                throw fault;
            }
            if (batch.size() == 1) {
                List<R> rejected = List.of(toRejected.apply(batch.get(0), fault));
                onWritten.accept(rejected, writer.apply(rejected));
            } else {
                int middle = batch.size() / 2;
                write(batch.subList(0, middle), writer, onWritten, isFatal, toRejected);
                write(batch.subList(middle, batch.size()), writer, onWritten, isFatal, toRejected);
            }
            return;
        }
        onWritten.accept(batch, result);
    }
}
