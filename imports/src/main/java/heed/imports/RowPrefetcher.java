package heed.imports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Reads the rows of a file one batch ahead on a thread of its own, while the caller stores the batch before. Not
 * thread-safe: one thread may use it.
 */
public final class RowPrefetcher implements AutoCloseable {
    private static final int BATCH_SIZE = 5_000;
    private static final int MAX_BATCH_CHARACTERS = 1 << 23;

    private final ProspectFile file;
    private final ExecutorService reader = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "heed-rows-ahead");
        thread.setDaemon(true);
        return thread;
    });
    private Future<List<FileRow>> pendingBatch;

    public RowPrefetcher(ProspectFile file) {
        this.file = file;
        this.pendingBatch = reader.submit(this::readBatch);
    }

    /** Returns the next batch; an empty list at the end. A failure to read is thrown after the batches before it. */
    public List<FileRow> nextBatch() throws IOException {
        List<FileRow> rows = awaitBatch();
        if (!rows.isEmpty()) {
            pendingBatch = reader.submit(this::readBatch);
        }
        return rows;
    }

    private List<FileRow> readBatch() throws IOException {
        List<FileRow> rows = new ArrayList<>(BATCH_SIZE);
        long characters = 0;
        while (rows.size() < BATCH_SIZE && characters <= MAX_BATCH_CHARACTERS) {
            Optional<FileRow> row = file.next();
            if (row.isEmpty()) {
                break;
            }
            rows.add(row.get());
            for (String cell : row.get().cells()) {
                characters += cell.length();
            }
        }
        return rows;
    }

    private List<FileRow> awaitBatch() throws IOException {
        try {
            return pendingBatch.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException thrown) {
                throw thrown;
            } else if (e.getCause() instanceof RuntimeException thrown) {
                throw thrown;
            } else if (e.getCause() instanceof Error thrown) {
                throw thrown;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        }
    }

    /** Waits until the reading thread has ended. */
    @Override
    public void close() {
        reader.shutdown();
        try {
            if (!reader.awaitTermination(1, TimeUnit.MINUTES)) {
                throw new UncheckedIOException(new IOException("the file is still being read"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
