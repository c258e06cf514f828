package heed.store.internal;

import heed.model.StoreException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteOpenMode;

/**
 * The file and its connections: one that writes, and as many that read as are needed at once. Every writing transaction
 * begins IMMEDIATE, so that all writers of all processes are in one order; a reading one sees the snapshot of its start
 * and waits for nobody.
 */
public final class Database implements AutoCloseable {
    /** How long a writer waits for one of another process. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final int WRITER_CACHE = 64 * 1024; // KiB
    private static final int READER_CACHE = 8 * 1024;
    private static final int CHECKPOINT_EVERY = 8000; // pages of the write-ahead log

    private final Path file;
    private final ReentrantLock writing = new ReentrantLock(true);
    private final ConcurrentLinkedDeque<Session> idle = new ConcurrentLinkedDeque<>();
    private @Nullable Session writer;
    private volatile boolean closed;

    /** Opens the file, creating or migrating the store in it. */
    public static Database open(Path file, boolean create) {
        Migrations.prepare(file, create);
        return new Database(file);
    }

    private Database(Path file) {
        this.file = file;
    }

    /** Runs work in one snapshot. */
    public <T> T read(Function<Session, T> work) {
        Session pooled = idle.pollFirst();
        Session session = pooled == null ? session(TransactionMode.DEFERRED, READER_CACHE) : pooled;
        try {
            refuseIfClosed();
            return work.apply(session);
        } finally {
            if (endsWell(session) && !closed) {
                idle.addFirst(session);
            } else {
                session.close();
            }
        }
    }

    private static boolean endsWell(Session session) {
        try {
            return session.doing(connection -> {
                connection.rollback();
                return !session.failed();
            });
        } catch (StoreException e) {
            return false; // what the work threw says more
        }
    }

    /** Runs work in one transaction, kept if it returns. */
    public <T> T write(Function<Session, T> work) {
        if (writing.isHeldByCurrentThread()) {
            throw new IllegalStateException("a transaction in a transaction");
        }
        writing.lock();
        boolean kept = false;
        try {
            refuseIfClosed();
            Session session = writer == null ? session(TransactionMode.IMMEDIATE, WRITER_CACHE) : writer;
            writer = session;
            T result = work.apply(session);
            if (session.failed()) {
                throw new StoreException("the transaction was not kept: a part of it failed");
            }
            session.doing(connection -> {
                connection.commit();
                return true;
            });
            kept = true;
            return result;
        } finally {
            if (!kept) {
                undo();
            }
            writing.unlock();
        }
    }

    /** A new connection for the next one: whatever state this is in, closing it undoes its transaction. */
    private void undo() {
        Session session = writer;
        if (session != null && !endsWell(session)) {
            writer = null;
            session.close();
        }
    }

    private void refuseIfClosed() {
        if (closed) {
            throw new IllegalStateException("the store is closed");
        }
    }

    private Session session(TransactionMode mode, int cache) {
        try {
            Connection connection = connect(file, mode, false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA journal_mode = WAL"); // kept in the file, but a copy of it may have lost it
                statement.execute("PRAGMA cache_size = -" + cache);
                statement.execute("PRAGMA wal_autocheckpoint = " + CHECKPOINT_EVERY);
                if (mode == TransactionMode.DEFERRED) {
                    statement.execute("PRAGMA query_only = ON");
                }
            }
            KeyFunction.addTo(connection);
            connection.setAutoCommit(false);
            return new Session(connection);
        } catch (SQLException e) {
            throw StoreFailure.of(e);
        }
    }

    static Connection connect(Path file, TransactionMode mode, boolean create) throws SQLException {
        SQLiteConfig config = config(mode);
        if (!create) {
            config.resetOpenMode(SQLiteOpenMode.CREATE);
        }
        return config.createConnection(url(file));
    }

    static SQLiteConfig config(TransactionMode mode) {
        SQLiteConfig config = new SQLiteConfig();
        config.setSynchronous(SynchronousMode.FULL);
        config.setBusyTimeout((int) PATIENCE.toMillis());
        config.enforceForeignKeys(true);
        config.setTransactionMode(mode);
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
