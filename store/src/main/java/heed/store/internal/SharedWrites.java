package heed.store.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * Short work of several threads, kept in one transaction and so with one sync to disk: the first to arrive waits for its
 * turn to write, and those that arrive while it waits join it. Each sees what the ones before it did. Work must be
 * repeatable: where some of it fails, nothing was kept and each is done again in a transaction of its own. Thread-safe.
 */
final class SharedWrites {
    private final SqliteDatabase database;
    private List<Part<?>> waiting = new ArrayList<>();

    SharedWrites(SqliteDatabase database) {
        this.database = database;
    }

    /** What one caller wants done. */
    private static final class Part<T> {
        private final Function<Session, T> work;
        private final CompletableFuture<T> done = new CompletableFuture<>();
        private Optional<T> result = Optional.empty();

        Part(Function<Session, T> work) {
            this.work = work;
        }

        void run(Session session) {
            result = Optional.of(work.apply(session));
        }

        void kept() {
            done.complete(result.orElseThrow());
        }
    }

    /** What {@link SqliteDatabase#write} does, in a transaction that is shared. */
    <T> T write(Function<Session, T> work) {
        database.refuseIfWriting();
        Part<T> part = new Part<>(work);
        if (isFirst(part)) {
            lead();
        }
        try {
            return part.done.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            } else if (failed.getCause() instanceof Error cause) {
                throw cause;
            }
            throw failed;
        }
    }

    private synchronized boolean isFirst(Part<?> part) {
        waiting.add(part);
        return waiting.size() == 1;
    }

    /** Whoever arrives from now on waits for the next transaction. */
    private synchronized List<Part<?>> depart() {
        List<Part<?>> parts = waiting;
        waiting = new ArrayList<>();
        return parts;
    }

    private void lead() {
        List<Part<?>> parts = new ArrayList<>();
        try {
            database.write(session -> {
                parts.addAll(depart());
                parts.forEach(part -> part.run(session));
                return parts;
            });
            parts.forEach(Part::kept);
        } catch (RuntimeException | Error failed) {
            if (parts.size() > 1) {
                parts.forEach(this::alone);
            } else { // it was the only one, or the transaction did not even begin
                (parts.isEmpty() ? depart() : parts).forEach(part -> part.done.completeExceptionally(failed));
            }
        }
    }

    private <T> void alone(Part<T> part) {
        try {
            part.done.complete(database.write(part.work));
        } catch (RuntimeException | Error failed) {
            part.done.completeExceptionally(failed);
        }
    }
}
