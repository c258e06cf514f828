package heed.cli.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heed.model.field.Field;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RowsAheadTest {
    private static final int BATCH = 5_000;

    /** Rows that are numbered, until one cannot be read. */
    private static final class Numbered implements ProspectFile {
        private final long broken;
        private final CountDownLatch read = new CountDownLatch(BATCH + 1);
        private Thread reader = Thread.currentThread();
        private long line;

        Numbered(long broken) {
            this.broken = broken;
        }

        @Override
        public Optional<FileRow> next() throws IOException {
            reader = Thread.currentThread();
            if (++line == broken) {
                throw new IOException("the disk fails");
            }
            read.countDown();
            return Optional.of(FileRow.bad(line, List.of(), ""));
        }

        @Override
        public List<String> headings() {
            return List.of();
        }

        @Override
        public Map<String, Field> mapped() {
            return Map.of();
        }

        @Override
        public List<String> unmapped() {
            return List.of();
        }

        @Override
        public void close() {}
    }

    @Test
    void what_was_read_before_a_failure_is_given_batch_by_batch_before_the_failure_is() throws Exception {
        Numbered file = new Numbered(2 * BATCH + 1);
        List<Long> lines = new ArrayList<>();
        try (RowsAhead ahead = new RowsAhead(file)) {
            ahead.next().forEach(row -> lines.add(row.line()));
            ahead.next().forEach(row -> lines.add(row.line()));
            assertThatThrownBy(ahead::next).isInstanceOf(IOException.class).hasMessage("the disk fails");
        }
        assertThat(lines).hasSize(2 * BATCH).startsWith(1L, 2L).endsWith(2L * BATCH);
        ends(file);
    }

    @Test
    void whoever_gives_up_while_it_reads_ahead_ends_the_reading() throws Exception {
        Numbered file = new Numbered(Long.MAX_VALUE);
        try (RowsAhead ahead = new RowsAhead(file)) {
            assertThat(ahead.next()).hasSize(BATCH);
            file.read.await();
        }
        assertThat(file.line).isEqualTo(2 * BATCH);
        ends(file);
    }

    private static void ends(Numbered file) throws InterruptedException {
        assertThat(file.reader).isNotEqualTo(Thread.currentThread());
        file.reader.join(TimeUnit.SECONDS.toMillis(30));
        assertThat(file.reader.isAlive()).isFalse();
    }
}
