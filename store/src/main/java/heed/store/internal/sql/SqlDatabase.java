package heed.store.internal.sql;

import java.util.function.Function;

/** Where a store is kept, and its transactions. Thread-safe; a failure is a {@link heed.model.store.StoreException}. */
public interface SqlDatabase extends AutoCloseable {

    /** What is special in its SQL. */
    SqlDialect dialect();

    /** Runs work in one snapshot. */
    <T> T read(Function<SqlSession, T> work);

    /**
     * Runs work in one transaction, kept if it returns. Where several may write at once, work that met another's is undone
     * and run again.
     *
     * @throws IllegalStateException if this thread is in such a transaction already
     */
    <T> T write(Function<SqlSession, T> work);

    /** Runs short, repeatable work as {@link #write} does, maybe in one transaction with others'. */
    default <T> T writeShared(Function<SqlSession, T> work) {
        return write(work);
    }

    /** Whether the session is this thread's transaction. */
    boolean isWriting(SqlSession session);

    @Override
    void close();
}
