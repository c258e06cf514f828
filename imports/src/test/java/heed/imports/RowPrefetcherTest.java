package heed.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RowPrefetcherTest {
    private static final int BATCH = 5_000;

    /** A file of numbered rows, of which one cannot be read. */
    private static final class NumberedRows implements ProspectFile {
        private final long failingLine;
        private final CountDownLatch read = new CountDownLatch(BATCH + 1);
        private Thread reader = Thread.currentThread();
        private long line;

        NumberedRows(long failingLine) {
            this.failingLine = failingLine;
        }

        @Override
        public Optional<FileRow> next() throws IOException {
            reader = Thread.currentThread();
            if (++line == failingLine) {
                throw new IOException("the disk fails");
            }
            read.countDown();
            return Optional.of(FileRow.rejected(line, List.of(), new RowProblem("", ""), Optional.empty()));
        }

        @Override
        public List<String> headings() {
            return List.of();
        }

        @Override
        public void close() {}
    }

    @Test
    void the_batches_before_a_failure_are_returned_before_it_is_thrown() throws Exception {
        NumberedRows file = new NumberedRows(2 * BATCH + 1);
        List<Long> lines = new ArrayList<>();
        try (RowPrefetcher prefetcher = new RowPrefetcher(file)) {
            prefetcher.nextBatch().forEach(row -> lines.add(row.line()));
            prefetcher.nextBatch().forEach(row -> lines.add(row.line()));
            assertThatThrownBy(prefetcher::nextBatch)
                    .isInstanceOf(IOException.class)
                    .hasMessage("the disk fails");
        }
        assertThat(lines).hasSize(2 * BATCH).startsWith(1L, 2L).endsWith(2L * BATCH);
        assertReaderEnded(file);
    }

    @Test
    void closing_ends_the_reading_ahead() throws Exception {
        NumberedRows file = new NumberedRows(Long.MAX_VALUE);
        try (RowPrefetcher prefetcher = new RowPrefetcher(file)) {
            assertThat(prefetcher.nextBatch()).hasSize(BATCH);
            file.read.await();
        }
        assertThat(file.line).isEqualTo(2 * BATCH);
        assertReaderEnded(file);
    }

    private static void assertReaderEnded(NumberedRows file) throws InterruptedException {
        assertThat(file.reader).isNotEqualTo(Thread.currentThread());
        file.reader.join(TimeUnit.SECONDS.toMillis(30));
        assertThat(file.reader.isAlive()).isFalse();
    }
}
