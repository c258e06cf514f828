package heed.cli.files;

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

/** Reads the rows of a file one batch ahead, while the batch before is kept. For one thread, beside its own. */
final class RowsAhead implements AutoCloseable {
    private static final int BATCH = 5_000;
    private static final int MOST_TEXT = 1 << 23; // characters in a batch

    private final ProspectFile file;
    private final ExecutorService reader = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "heed-rows-ahead");
        thread.setDaemon(true);
        return thread;
    });
    private Future<List<FileRow>> ahead;

    RowsAhead(ProspectFile file) {
        this.file = file;
        this.ahead = reader.submit(this::read);
    }

    /** The next batch; none at the end. */
    List<FileRow> next() throws IOException {
        List<FileRow> rows = get();
        if (!rows.isEmpty()) {
            ahead = reader.submit(this::read);
        }
        return rows;
    }

    private List<FileRow> read() throws IOException {
        List<FileRow> rows = new ArrayList<>(BATCH);
        long text = 0;
        while (rows.size() < BATCH && text <= MOST_TEXT) {
            Optional<FileRow> row = file.next();
            if (row.isEmpty()) {
                break;
            }
            rows.add(row.get());
            for (String cell : row.get().original()) {
                text += cell.length();
            }
        }
        return rows;
    }

    private List<FileRow> get() throws IOException {
        try {
            return ahead.get();
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

    /** Waits until nothing is read any more. */
    @Override
    public void close() {
        reader.shutdown();
        try {
            if (!reader.awaitTermination(1, TimeUnit.MINUTES)) {
                throw new UncheckedIOException(new IOException("reading does not end"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
