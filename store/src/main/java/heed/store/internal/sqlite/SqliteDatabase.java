package heed.store.internal.sqlite;

import heed.model.store.StoreException;
import heed.store.internal.sql.SqlDatabase;
import heed.store.internal.sql.SqlDialect;
import heed.store.internal.sql.SqlSession;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteOpenMode;

/**
 * A SQLite file and its connections: one for writing, and as many for reading as are needed at once. Writing transactions
 * begin IMMEDIATE, so the writers of all processes run one after another. A reading transaction sees the snapshot of its
 * start and waits for nobody.
 */
public final class SqliteDatabase implements SqlDatabase {
    private static final int WRITER_CACHE = 64 * 1024; // KiB
    private static final int READER_CACHE = 8 * 1024; // KiB
    private static final int CHECKPOINT_EVERY = 8000; // pages of the write-ahead log

    private final Path file;
    private final Duration lockTimeout;
    private final SqlDialect dialect = new SqliteDialect();
    private final ReentrantLock writeLock = new ReentrantLock(true);
    private final GroupCommit groupCommit = new GroupCommit(this);
    private final ConcurrentLinkedDeque<SqlSession> idleReaders = new ConcurrentLinkedDeque<>();
    private @Nullable SqlSession writer;
    private final long openedVersion;
    private final Optional<Object> identity;
    private volatile boolean closed;

    /**
     * Opens the store in a file and upgrades an older one.
     *
     * @param create whether to create the store if there is none
     * @param lockTimeout how long a writer waits for the writer before it, in this process or another
     */
    public static SqliteDatabase open(Path file, boolean create, Duration lockTimeout, Clock clock) {
        return new SqliteDatabase(file, lockTimeout, SqliteMigrations.prepare(file, create, lockTimeout, clock));
    }

    private SqliteDatabase(Path file, Duration lockTimeout, long openedVersion) {
        this.file = file;
        this.lockTimeout = lockTimeout;
        this.openedVersion = openedVersion;
        this.identity = SqliteFile.identify(file);
    }

    /** Returns the file of the store. */
    public Path file() {
        return file;
    }

    @Override
    public SqlDialect dialect() {
        return dialect;
    }

    @Override
    public long openedVersion() {
        return openedVersion;
    }

    @Override
    public <T> T read(Function<SqlSession, T> work) {
        SqlSession pooled = idleReaders.pollFirst();
        SqlSession session = pooled == null ? openSession(READER_CACHE, "PRAGMA query_only = ON") : pooled;
        try {
            refuseIfClosed();
            session.begin("BEGIN DEFERRED");
            return work.apply(session);
        } finally {
            if (session.finish() && !closed) {
                idleReaders.addFirst(session);
            } else {
                session.close();
            }
        }
    }

    @Override
    public <T> T write(Function<SqlSession, T> work) {
        refuseIfWriting();
        lockForWriting();
        try {
            refuseIfClosed();
            refuseIfMoved();
            SqlSession session = writer == null
                    ? openSession(WRITER_CACHE, "PRAGMA wal_autocheckpoint = " + CHECKPOINT_EVERY)
                    : writer;
            writer = session;
            session.begin("BEGIN IMMEDIATE");
            T result = work.apply(session);
            session.commit();
            return result;
        } finally {
            if (writer != null && !writer.finish()) {
                writer.close();
                writer = null;
            }
            writeLock.unlock();
        }
    }

    @Override
    public <T> T writeShared(Function<SqlSession, T> work) {
        return groupCommit.write(work);
    }

    /**
     * Waits for the writers of this process within the same timeout as for other processes, so that timeouts do not add up.
     */
    private void lockForWriting() {
        long end = System.nanoTime() + lockTimeout.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    if (!writeLock.tryLock(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                        throw new StoreException(SqliteErrorTranslator.BUSY);
                    }
                    return;
                } catch (InterruptedException e) {
                    interrupted = true; // keep waiting, as any lock does
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    void refuseIfWriting() {
        if (writeLock.isHeldByCurrentThread()) {
            throw new IllegalStateException("this thread is in a writing transaction already");
        }
    }

    @Override
    public boolean isWriting(SqlSession session) {
        return writeLock.isHeldByCurrentThread() && session == writer;
    }

    /** A change to a file that was moved away or replaced would be lost. */
    private void refuseIfMoved() {
        if (identity.isPresent() && !SqliteFile.identify(file).equals(identity)) {
            throw new StoreException("the store " + file + " was moved or replaced while this process had it open;"
                    + " start the process again");
        }
    }

    private void refuseIfClosed() {
        if (closed) {
            throw new IllegalStateException("the store is closed");
        }
    }

    private SqlSession openSession(int cache, String setting) {
        try {
            Connection connection = connect(file, false, lockTimeout);
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA cache_size = -" + cache);
                statement.execute(setting);
            }
            TextKeyFunction.addTo(connection);
            return new SqlSession(connection, dialect);
        } catch (SQLException e) {
            throw SqliteErrorTranslator.translate(e);
        }
    }

    /**
     * Opens a connection that begins no transaction by itself; the driver's own mode begins the next one after each commit.
     */
    static Connection connect(Path file, boolean create, Duration lockTimeout) throws SQLException {
        SQLiteConfig config = config(lockTimeout);
        if (!create) {
            config.resetOpenMode(SQLiteOpenMode.CREATE);
        }
        return config.createConnection(url(file));
    }

    static SQLiteConfig config(Duration lockTimeout) {
        SQLiteConfig config = new SQLiteConfig();
        config.setSynchronous(SynchronousMode.FULL);
        config.setBusyTimeout((int) Math.min(lockTimeout.toMillis(), Integer.MAX_VALUE));
        config.enforceForeignKeys(true);
        return config;
    }

    /** Returns the path as a URI, so that no character of it is read as a setting. */
    static String url(Path file) {
        return "jdbc:sqlite:" + file.toAbsolutePath().toUri();
    }

    @Override
    public void close() {
        closed = true;
        for (SqlSession session = idleReaders.pollFirst(); session != null; session = idleReaders.pollFirst()) {
            session.close();
        }
        writeLock.lock();
        try {
            if (writer != null) {
                writer.close();
                writer = null;
            }
        } finally {
            writeLock.unlock();
        }
    }
}
