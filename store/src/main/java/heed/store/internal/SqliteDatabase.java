package heed.store.internal;

import heed.model.store.StoreException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteOpenMode;

/**
 * The file and its connections: one that writes, and as many that read as are needed at once. Every writing transaction
 * begins IMMEDIATE, so that all writers of all processes are in one order; a reading one sees the snapshot of its start
 * and waits for nobody.
 */
public final class SqliteDatabase implements Database {
    private static final int WRITER_CACHE = 64 * 1024; // KiB
    private static final int READER_CACHE = 8 * 1024;
    private static final int CHECKPOINT_EVERY = 8000; // pages of the write-ahead log

    private final Path file;
    private final Duration patience;
    private final Dialect dialect = new SqliteDialect();
    private final ReentrantLock writing = new ReentrantLock(true);
    private final SharedWrites shared = new SharedWrites(this);
    private final ConcurrentLinkedDeque<Session> idle = new ConcurrentLinkedDeque<>();
    private @Nullable Session writer;
    private volatile boolean closed;

    /**
     * Opens the file, creating or migrating the store in it.
     *
     * @param patience how long a writer waits for the one before it, of this process or another
     */
    public static SqliteDatabase open(Path file, boolean create, Duration patience) {
        SqliteMigrations.prepare(file, create, patience);
        return new SqliteDatabase(file, patience);
    }

    private SqliteDatabase(Path file, Duration patience) {
        this.file = file;
        this.patience = patience;
    }

    @Override
    public Dialect dialect() {
        return dialect;
    }

    @Override
    public <T> T read(Function<Session, T> work) {
        Session pooled = idle.pollFirst();
        Session session = pooled == null ? session(READER_CACHE, "PRAGMA query_only = ON") : pooled;
        try {
            refuseIfClosed();
            session.begin("BEGIN DEFERRED");
            return work.apply(session);
        } finally {
            if (session.end() && !closed) {
                idle.addFirst(session);
            } else {
                session.close();
            }
        }
    }

    @Override
    public <T> T write(Function<Session, T> work) {
        refuseIfWriting();
        takeTurn();
        try {
            refuseIfClosed();
            Session session =
                    writer == null ? session(WRITER_CACHE, "PRAGMA wal_autocheckpoint = " + CHECKPOINT_EVERY) : writer;
            writer = session;
            session.begin("BEGIN IMMEDIATE");
            T result = work.apply(session);
            session.commit();
            return result;
        } finally {
            if (writer != null && !writer.end()) {
                writer.close();
                writer = null;
            }
            writing.unlock();
        }
    }

    @Override
    public <T> T writeTogether(Function<Session, T> work) {
        return shared.write(work);
    }

    /** Whoever waits behind one that another process keeps waiting gives up at the same time, not after it. */
    private void takeTurn() {
        long end = System.nanoTime() + patience.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    if (!writing.tryLock(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                        throw new StoreException(SqliteFailure.BUSY);
                    }
                    return;
                } catch (InterruptedException e) {
                    interrupted = true; // as of any lock: it waits on
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    void refuseIfWriting() {
        if (writing.isHeldByCurrentThread()) {
            throw new IllegalStateException("a transaction in a transaction");
        }
    }

    @Override
    public boolean isWriting(Session session) {
        return writing.isHeldByCurrentThread() && session == writer;
    }

    private void refuseIfClosed() {
        if (closed) {
            throw new IllegalStateException("the store is closed");
        }
    }

    private Session session(int cache, String setting) {
        try {
            Connection connection = connect(file, false, patience);
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA cache_size = -" + cache);
                statement.execute(setting);
            }
            KeyFunction.addTo(connection);
            return new Session(connection, dialect);
        } catch (SQLException e) {
            throw SqliteFailure.of(e);
        }
    }

    /** A connection that begins no transaction by itself: the driver begins the next one as soon as one is committed. */
    static Connection connect(Path file, boolean create, Duration patience) throws SQLException {
        SQLiteConfig config = config(patience);
        if (!create) {
            config.resetOpenMode(SQLiteOpenMode.CREATE);
        }
        return config.createConnection(url(file));
    }

    static SQLiteConfig config(Duration patience) {
        SQLiteConfig config = new SQLiteConfig();
        config.setSynchronous(SynchronousMode.FULL);
        config.setBusyTimeout((int) Math.min(patience.toMillis(), Integer.MAX_VALUE));
        config.enforceForeignKeys(true);
        return config;
    }

    /** As a URI, so that no character of a path is read as a setting. */
    static String url(Path file) {
        return "jdbc:sqlite:" + file.toAbsolutePath().toUri();
    }

    @Override
    public void close() {
        closed = true;
        for (Session session = idle.pollFirst(); session != null; session = idle.pollFirst()) {
            session.close();
        }
        writing.lock();
        try {
            if (writer != null) {
                writer.close();
                writer = null;
            }
        } finally {
            writing.unlock();
        }
    }
}
