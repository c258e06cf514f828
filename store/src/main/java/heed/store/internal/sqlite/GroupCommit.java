package heed.store.internal.sqlite;

import heed.store.internal.sql.SqlSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * A group commit: the short writes of several threads share one transaction and so one sync to disk. The first thread waits
 * until it may write, and the threads that arrive meanwhile join its transaction. Each write sees the changes of those before
 * it. Writes must be repeatable: if one fails, the transaction is rolled back and each write runs again in a transaction of
 * its own. Thread-safe.
 */
final class GroupCommit {
    private final SqliteDatabase database;
    private List<PendingWrite<?>> pending = new ArrayList<>();

    GroupCommit(SqliteDatabase database) {
        this.database = database;
    }

    /** The work of one caller and its result. */
    private static final class PendingWrite<T> {
        private final Function<SqlSession, T> work;
        private final CompletableFuture<T> future = new CompletableFuture<>();
        private Optional<T> result = Optional.empty();

        PendingWrite(Function<SqlSession, T> work) {
            this.work = work;
        }

        void run(SqlSession session) {
            result = Optional.of(work.apply(session));
        }

        void complete() {
            future.complete(result.orElseThrow());
        }
    }

    /** Runs work as {@link SqliteDatabase#write} does, in a shared transaction. */
    <T> T write(Function<SqlSession, T> work) {
        database.refuseIfWriting();
        PendingWrite<T> write = new PendingWrite<>(work);
        if (enqueueAsLeader(write)) {
            commitPending();
        }
        try {
            return write.future.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            } else if (failed.getCause() instanceof Error cause) {
                throw cause;
            }
            throw failed;
        }
    }

    /** Returns whether the write is the first of its group, so that its thread commits the group. */
    private synchronized boolean enqueueAsLeader(PendingWrite<?> write) {
        pending.add(write);
        return pending.size() == 1;
    }

    /** Closes the group: writes that arrive from now on belong to the next transaction. */
    private synchronized List<PendingWrite<?>> takePending() {
        List<PendingWrite<?>> writes = pending;
        pending = new ArrayList<>();
        return writes;
    }

    private void commitPending() {
        List<PendingWrite<?>> writes = new ArrayList<>();
        try {
            database.write(session -> {
                writes.addAll(takePending());
                writes.forEach(write -> write.run(session));
                return writes;
            });
            writes.forEach(PendingWrite::complete);
        } catch (RuntimeException | Error failed) {
            if (writes.size() > 1) {
                writes.forEach(this::writeAlone);
            } else { // it was the only write, or the transaction did not begin
                (writes.isEmpty() ? takePending() : writes)
                        .forEach(write -> write.future.completeExceptionally(failed));
            }
        }
    }

    private <T> void writeAlone(PendingWrite<T> write) {
        try {
            write.future.complete(database.write(write.work));
        } catch (RuntimeException | Error failed) {
            write.future.completeExceptionally(failed);
        }
    }
}
