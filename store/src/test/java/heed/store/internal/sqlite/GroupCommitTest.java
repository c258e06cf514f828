package heed.store.internal.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heed.model.store.StoreException;
import heed.model.testing.Promise;
import heed.store.SqliteStore;
import heed.store.internal.sql.SqlSession;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteCommitListener;
import org.sqlite.SQLiteConnection;

/** Short writes of several threads that share a transaction, observed by another connection to the file. */
@Timeout(60)
class GroupCommitTest {
    private static final long TIMEOUT = Duration.ofSeconds(20).toNanos();
    private static final Set<Thread.State> WAITING_STATES =
            Set.of(Thread.State.WAITING, Thread.State.TIMED_WAITING, Thread.State.TERMINATED);

    @TempDir
    Path folder;

    private final AtomicInteger commits = new AtomicInteger();
    private SqliteDatabase database;
    private Connection observer;

    @BeforeEach
    void open() throws SQLException {
        Path file = folder.resolve("heed.db");
        database = SqliteDatabase.open(file, true, SqliteStore.DEFAULT_LOCK_TIMEOUT, Clock.systemUTC());
        database.write(session -> {
            session.update("CREATE TABLE work (number INTEGER PRIMARY KEY)");
            session.update("CREATE TABLE part (number INTEGER REFERENCES work (number) DEFERRABLE INITIALLY DEFERRED)");
            return session.withConnection(connection -> {
                ((SQLiteConnection) connection).addCommitListener(new SQLiteCommitListener() {
                    @Override
                    public void onCommit() {
                        commits.incrementAndGet();
                    }

                    @Override
                    public void onRollback() {}
                });
                return true;
            });
        });
        commits.set(0);
        observer = DriverManager.getConnection("jdbc:sqlite:" + file);
    }

    @AfterEach
    void close() throws SQLException {
        observer.close();
        database.close();
    }

    @Test
    void writes_that_arrive_while_one_waits_share_one_commit() throws Exception {
        List<Future<Long>> callers = startWhileWriting(
                IntStream.range(0, 5).mapToObj(GroupCommitTest::insert).toList());
        List<Long> counts = new ArrayList<>();
        for (Future<Long> caller : callers) {
            counts.add(caller.get());
        }
        assertThat(counts).as("each sees the changes of those before it").containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L);
        assertThat(stored()).containsExactly(0L, 1L, 2L, 3L, 4L);
        assertThat(commits)
                .as("commits, including that of the write before them")
                .hasValue(2);
    }

    @Test
    @Promise(8)
    void no_write_returns_before_others_can_see_it() throws Exception {
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch mayContinue = new CountDownLatch(1);
        List<Function<SqlSession, Long>> writes = List.of(insert(0), insert(1), session -> {
            long count = insert(2).apply(session);
            working.countDown();
            waitFor(mayContinue);
            return count;
        });
        List<Future<Long>> callers = startWhileWriting(writes);
        working.await();
        assertThat(stored()).isEmpty();
        assertThat(callers).noneMatch(Future::isDone);
        mayContinue.countDown();
        for (Future<Long> caller : callers) {
            caller.get();
        }
        assertThat(stored()).containsExactly(0L, 1L, 2L);
    }

    @Test
    @Promise(8)
    void every_write_that_returns_is_stored_however_many_threads_write() throws Exception {
        int threads = 8;
        int writesPerThread = 40;
        List<Future<Boolean>> callers = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            int first = thread * writesPerThread;
            callers.add(start(() -> {
                for (int number = first; number < first + writesPerThread; number++) {
                    database.writeShared(insert(number));
                    assertThat(stored(number)).isTrue();
                }
                return true;
            }));
        }
        for (Future<Boolean> caller : callers) {
            caller.get();
        }
        assertThat(stored()).hasSize(threads * writesPerThread);
        assertThat(commits).hasValueLessThan(threads * writesPerThread);
    }

    @Test
    @Promise(8)
    void a_write_that_fails_does_not_undo_the_others() throws Exception {
        IllegalArgumentException refusal = new IllegalArgumentException("no such mail");
        List<Future<Long>> callers =
                startWhileWriting(List.of(insert(0), insert(1), insertAndFail(2, refusal), insert(3)));
        assertThat(callers.get(0).get()).isPositive();
        assertThat(callers.get(1).get()).isPositive();
        assertThat(callers.get(3).get()).isPositive();
        assertThatThrownBy(() -> callers.get(2).get()).cause().isSameAs(refusal);
        assertThat(stored()).containsExactly(0L, 1L, 3L);
        assertThat(commits)
                .as("one for each of the three, after the write before them")
                .hasValue(4);
    }

    @Test
    void each_write_that_fails_reports_its_own_failure() throws Exception {
        List<Future<Long>> callers = startWhileWriting(List.of(
                insertAndFail(0, new IllegalArgumentException("first")),
                insert(1),
                insertAndFail(2, new UnsupportedOperationException("second")),
                insert(1),
                insertAndFail(3, new StackOverflowError("third"))));
        assertThatThrownBy(() -> callers.get(0).get()).hasRootCauseMessage("first");
        assertThatThrownBy(() -> callers.get(2).get()).hasRootCauseMessage("second");
        assertThatThrownBy(() -> callers.get(4).get()).cause().isInstanceOf(StackOverflowError.class);
        assertThat(failures(callers.get(1), callers.get(3)))
                .as("of two writes that add the same row one fails")
                .hasSize(1)
                .allMatch(StoreException.class::isInstance);
        assertThat(stored()).containsExactly(1L);
    }

    @Test
    void a_failure_at_the_commit_concerns_only_the_write_that_caused_it() throws Exception {
        List<Future<Long>> callers = startWhileWriting(List.of(
                insert(0), session -> (long) session.update("INSERT INTO part (number) VALUES (77)"), insert(2)));
        assertThat(callers.get(0).get()).isPositive();
        assertThat(callers.get(2).get()).isPositive();
        assertThat(failures(callers.get(1))).hasSize(1).allMatch(StoreException.class::isInstance);
        assertThat(stored()).containsExactly(0L, 2L);
    }

    @Test
    void a_write_whose_statement_failed_is_rolled_back_even_if_it_continues() throws Exception {
        List<Future<Long>> callers = startWhileWriting(List.of(insert(0), session -> {
            assertThatThrownBy(() -> session.update("INSERT INTO work (number) VALUES (?)", "no number"))
                    .isInstanceOf(StoreException.class);
            return insert(1).apply(session);
        }));
        assertThat(callers.get(0).get()).isPositive();
        assertThat(failures(callers.get(1))).hasSize(1).allMatch(StoreException.class::isInstance);
        assertThat(stored()).containsExactly(0L);
    }

    @Test
    void writes_continue_after_a_failure() throws Exception {
        assertThatThrownBy(() -> database.writeShared(insertAndFail(0, new IllegalArgumentException("alone"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("alone");
        assertThatThrownBy(() -> database.writeShared(insertAndFail(0, new StackOverflowError("alone"))))
                .isInstanceOf(StackOverflowError.class);
        assertThat(database.writeShared(insert(0))).isEqualTo(1);
        assertThat(stored()).containsExactly(0L);
    }

    @Test
    void a_thread_that_is_interrupted_while_waiting_gets_its_result_and_stays_interrupted() throws Exception {
        List<Thread> threads = new ArrayList<>();
        List<Future<Boolean>> callers = new ArrayList<>();
        Future<Long> before = startWhileWriting(() -> {
            for (int number = 0; number < 3; number++) {
                Function<SqlSession, Long> work = insert(number);
                callers.add(start(threads, () -> {
                    database.writeShared(work);
                    return Thread.currentThread().isInterrupted();
                }));
            }
            threads.forEach(GroupCommitTest::awaitBlocked);
            threads.forEach(Thread::interrupt);
        });
        before.get();
        for (Future<Boolean> caller : callers) {
            assertThat(caller.get()).isTrue();
        }
        assertThat(stored()).containsExactly(0L, 1L, 2L);
        assertThat(commits).hasValue(2);
    }

    @Test
    void writes_that_wait_when_the_store_is_closed_fail_with_a_message() throws Exception {
        List<Future<Long>> callers = new ArrayList<>();
        List<Thread> closing = new ArrayList<>();
        startWhileWriting(() -> {
            callers.addAll(startAll(List.of(insert(0), insert(1), insert(2))));
            start(closing, () -> {
                database.close();
                return true;
            });
            closing.forEach(GroupCommitTest::awaitBlocked);
        });
        for (Future<Long> caller : callers) {
            assertThatThrownBy(caller::get).hasRootCauseMessage("the store is closed");
        }
        assertThat(stored()).isEmpty();
    }

    @Test
    void a_shared_write_within_a_transaction_is_refused_and_blocks_nobody() {
        database.write(session -> {
            assertThatThrownBy(() -> database.writeShared(insert(0))).isInstanceOf(IllegalStateException.class);
            return true;
        });
        assertThatThrownBy(() -> database.writeShared(session -> database.writeShared(insert(0))))
                .isInstanceOf(IllegalStateException.class);
        assertThat(database.writeShared(insert(1))).isEqualTo(1);
    }

    /** Inserts a row and returns the number of rows. */
    private static Function<SqlSession, Long> insert(long number) {
        return session -> {
            session.update("INSERT INTO work (number) VALUES (?)", number);
            return session.queryNumber("SELECT count(*) FROM work");
        };
    }

    /** Inserts a row and then fails. */
    private static Function<SqlSession, Long> insertAndFail(long number, Throwable failure) {
        return session -> {
            insert(number).apply(session);
            if (failure instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) failure;
        };
    }

    /** Runs each write in a thread of its own while another thread is writing, so that they wait together. */
    private List<Future<Long>> startWhileWriting(List<Function<SqlSession, Long>> writes) throws Exception {
        List<Future<Long>> callers = new ArrayList<>();
        startWhileWriting(() -> callers.addAll(startAll(writes))).get();
        return callers;
    }

    /** Runs the action while another thread is in a transaction, then lets that thread finish. */
    private Future<Long> startWhileWriting(Runnable action) throws InterruptedException {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch mayContinue = new CountDownLatch(1);
        Future<Long> before = start(() -> database.write(session -> {
            writing.countDown();
            waitFor(mayContinue);
            return 0L;
        }));
        writing.await();
        try {
            action.run();
        } finally {
            mayContinue.countDown();
        }
        return before;
    }

    /** Starts a thread for each write in order, and returns when all of them wait. */
    private List<Future<Long>> startAll(List<Function<SqlSession, Long>> writes) {
        List<Future<Long>> callers = new ArrayList<>();
        for (Function<SqlSession, Long> work : writes) {
            List<Thread> started = new ArrayList<>();
            callers.add(start(started, () -> database.writeShared(work)));
            started.forEach(GroupCommitTest::awaitBlocked);
        }
        return callers;
    }

    private static <T> Future<T> start(Callable<T> call) {
        return start(new ArrayList<>(), call);
    }

    private static <T> Future<T> start(List<Thread> threads, Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
        return task;
    }

    private static void awaitBlocked(Thread thread) {
        awaitCondition(() -> WAITING_STATES.contains(thread.getState()));
        assertThat(thread.isAlive()).as("the thread waits").isTrue();
    }

    private static void awaitCondition(BooleanSupplier condition) {
        long end = System.nanoTime() + TIMEOUT;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("the wait timed out").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            assertThat(latch.await(TIMEOUT, TimeUnit.NANOSECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @SafeVarargs
    private static List<Throwable> failures(Future<Long>... callers) throws InterruptedException {
        List<Throwable> failures = new ArrayList<>();
        for (Future<Long> caller : callers) {
            try {
                caller.get();
            } catch (ExecutionException e) {
                failures.add(e.getCause());
            }
        }
        return failures;
    }

    /** Returns the rows that another connection sees. */
    private List<Long> stored() throws SQLException {
        List<Long> numbers = new ArrayList<>();
        try (Statement statement = observer.createStatement();
                ResultSet rows = statement.executeQuery("SELECT number FROM work ORDER BY number")) {
            while (rows.next()) {
                numbers.add(rows.getLong(1));
            }
        }
        return numbers;
    }

    private synchronized boolean stored(long number) throws SQLException {
        try (Statement statement = observer.createStatement();
                ResultSet row = statement.executeQuery("SELECT 1 FROM work WHERE number = " + number)) {
            return row.next();
        }
    }
}
