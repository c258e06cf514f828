package heed.store.internal.sql;

import java.util.function.Function;

/** The database of a store and its transactions. Thread-safe. Failures are {@link heed.model.store.StoreException}s. */
public interface SqlDatabase extends AutoCloseable {

    /** Returns the database's variant of SQL. */
    SqlDialect dialect();

    /** Returns the version that the store had before it was opened; 0 if it was created. */
    long openedVersion();

    /** Runs work that only reads, in one snapshot. */
    <T> T read(Function<SqlSession, T> work);

    /**
     * Runs work in one transaction, which is committed if the work returns and rolled back if it throws. Where several
     * transactions may write at once, work that conflicted with another transaction is rolled back and run again.
     *
     * @throws IllegalStateException if this thread is in a writing transaction already
     */
    <T> T write(Function<SqlSession, T> work);

    /** Runs short, repeatable work as {@link #write} does, maybe in one transaction with the work of other threads. */
    default <T> T writeShared(Function<SqlSession, T> work) {
        return write(work);
    }

    /** Returns whether the session belongs to this thread's writing transaction. */
    boolean isWriting(SqlSession session);

    @Override
    void close();
}
