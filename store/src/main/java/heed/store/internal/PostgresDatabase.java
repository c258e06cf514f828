package heed.store.internal;

import heed.model.store.StoreException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A schema of a PostgreSQL database. Each transaction has a connection of its own. A reading one sees the snapshot of its
 * start. In a writing one each statement sees what was committed before it; what it goes by it holds until its end, or it
 * is found out that it changed, and then the work is run again from its start.
 */
public final class PostgresDatabase implements Database {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresDatabase.class);
    private static final int ATTEMPTS = 10;
    /** A server that was killed is there again by then. */
    private static final Duration RESTART = Duration.ofMinutes(1);
    /** Another time after each crash of the server, also if it only restarts itself, and on a standby that took its place. */
    private static final String LIFE = "SELECT stats_reset FROM pg_stat_bgwriter";

    /** The number is of a transaction that the server has not seen. */
    private static final String IN_THE_FUTURE = "22023";

    private final DataSource source;
    private final String schema;
    private final String waiting;
    private final AutoCloseable owned;
    private final Dialect dialect = new PostgresDialect();
    private final Map<Thread, Session> writing = new ConcurrentHashMap<>();
    private volatile String life;
    private volatile boolean closed;

    /**
     * Opens a store that is there or, if it is to be created, makes it; brings an older one up to date.
     *
     * @param patience how long a statement waits for a lock that another session holds, at least a millisecond
     * @param owned what is closed with it
     */
    public static PostgresDatabase open(
            DataSource source, String schema, boolean create, Duration patience, AutoCloseable owned) {
        PostgresMigrations.prepare(source, schema, create, patience);
        return new PostgresDatabase(source, schema, patience, owned);
    }

    /** Whether there is a store. */
    public static boolean isIn(DataSource source, String schema, Duration patience) {
        return PostgresMigrations.version(source, schema, patience).isPresent();
    }

    private PostgresDatabase(DataSource source, String schema, Duration patience, AutoCloseable owned) {
        this.source = source;
        this.schema = schema;
        this.waiting = waiting(patience);
        this.owned = owned;
        try (Connection connection = source.getConnection()) {
            this.life = value(connection, LIFE);
        } catch (SQLException e) {
            throw PostgresFailure.of(e);
        }
    }

    /** What is selected in a transaction that is to wait so long for a lock. */
    static String waiting(Duration patience) {
        long millis = Math.min(Math.max(1, patience.toMillis()), Integer.MAX_VALUE); // none would be for ever
        return "set_config('lock_timeout', '" + millis + "', TRUE)";
    }

    @Override
    public Dialect dialect() {
        return dialect;
    }

    @Override
    public <T> T read(Function<Session, T> work) {
        refuseIfClosed();
        try (Transaction transaction = new Transaction()) {
            transaction.begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", "''");
            return work.apply(transaction.session);
        }
    }

    @Override
    public <T> T write(Function<Session, T> work) {
        if (writing.containsKey(Thread.currentThread())) {
            throw new IllegalStateException("a transaction in a transaction");
        }
        for (int attempt = 1; ; attempt++) {
            refuseIfClosed();
            try {
                return once(work);
            } catch (ConflictException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                // Not at the same time as the other, which was undone as well or goes on.
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(1L << (attempt + 20)));
            }
        }
    }

    private <T> T once(Function<Session, T> work) {
        String number;
        String begunIn = life;
        T result;
        boolean known;
        try (Transaction transaction = new Transaction()) {
            number = transaction.begin("BEGIN ISOLATION LEVEL READ COMMITTED", "pg_current_xact_id()");
            writing.put(Thread.currentThread(), transaction.session);
            result = work.apply(transaction.session);
            known = transaction.commit();
        } finally {
            writing.remove(Thread.currentThread());
        }
        if (!known && !committed(number, begunIn)) {
            throw new ConflictException();
        }
        return result;
    }

    /**
     * Whether a transaction was kept whose connection was lost while it was being committed. After a crash the server may
     * give the number of one that was lost to another: that one was kept says nothing then.
     */
    private boolean committed(String number, String begunIn) {
        long end = System.nanoTime() + RESTART.toNanos();
        while (System.nanoTime() < end) {
            try (Connection connection = source.getConnection()) {
                life = value(connection, LIFE);
                String status = value(connection, "SELECT pg_xact_status('" + number + "')");
                if (status.equals("aborted")) {
                    return false;
                }
                if (status.equals("committed")) {
                    if (life.equals(begunIn)) {
                        return true;
                    }
                    break;
                }
            } catch (SQLException e) {
                if (IN_THE_FUTURE.equals(e.getSQLState())) {
                    return false;
                }
                LOG.debug("The store's server is not there yet: {}", e.getSQLState()); // it may be starting again
            }
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
        throw new StoreException("the connection to the store was lost while a change was being kept;"
                + " whether it was kept is not known");
    }

    private static String value(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return String.valueOf(rows.getString(1));
        }
    }

    @Override
    public boolean isWriting(Session session) {
        return session == writing.get(Thread.currentThread());
    }

    private void refuseIfClosed() {
        if (closed) {
            throw new IllegalStateException("the store is closed");
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            owned.close();
        } catch (Exception e) {
            throw new StoreException("the connections to the store could not be closed", e);
        }
    }

    /** A connection for one transaction, given back as it came. */
    private final class Transaction implements AutoCloseable {
        private final Connection connection;
        private final Session session;
        private final boolean autoCommit;

        Transaction() {
            try {
                connection = source.getConnection();
                autoCommit = connection.getAutoCommit();
                if (!autoCommit) {
                    connection.setAutoCommit(true); // BEGIN and COMMIT are said here
                }
            } catch (SQLException e) {
                throw PostgresFailure.of(e);
            }
            session = new Session(connection, dialect);
        }

        /** Begins it, with the patience that it has for locks, and answers the value of an expression. */
        String begin(String begin, String expression) {
            return session.doing(open -> {
                session.opened();
                try (Statement statement = open.createStatement()) {
                    statement.execute(begin + "; SELECT current_schema(), " + expression + ", " + waiting);
                    while (statement.getUpdateCount() >= 0) {
                        statement.getMoreResults();
                    }
                    String value;
                    boolean there;
                    try (ResultSet rows = statement.getResultSet()) {
                        rows.next();
                        there = schema.equals(rows.getString(1));
                        value = rows.getString(2);
                    }
                    if (!there) {
                        statement.execute("SET LOCAL search_path = " + PostgresMigrations.quoted(schema));
                    }
                    return value;
                }
            });
        }

        /** False if nobody knows whether it was kept. */
        boolean commit() {
            try {
                session.commit();
                return true;
            } catch (StoreException e) {
                if (e.getCause() instanceof SQLException cause && PostgresFailure.lost(cause)) {
                    return false;
                }
                throw e;
            }
        }

        /** What is wrong with the connection says nothing of the transaction any more. */
        @Override
        public void close() {
            try (Connection given = connection) {
                if (session.end() && !autoCommit) {
                    given.setAutoCommit(false);
                }
            } catch (SQLException broken) {
                LOG.debug("A connection was given back broken: {}", broken.getSQLState());
            }
        }
    }
}
