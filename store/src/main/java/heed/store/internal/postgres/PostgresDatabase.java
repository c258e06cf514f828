package heed.store.internal.postgres;

import heed.model.store.StoreException;
import heed.store.internal.backup.BackupReader;
import heed.store.internal.sql.ConflictException;
import heed.store.internal.sql.SqlDatabase;
import heed.store.internal.sql.SqlDialect;
import heed.store.internal.sql.SqlSession;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
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
 * A schema of a PostgreSQL database. Each transaction has a connection of its own. A reading transaction sees the snapshot of
 * its start (repeatable read). In a writing transaction each statement sees what was committed before it (read committed):
 * the transaction locks the rows it relies on, or detects that they changed and then runs its work again from the start.
 */
public final class PostgresDatabase implements SqlDatabase {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresDatabase.class);
    private static final int MAX_ATTEMPTS = 10;
    /** The longest time that a killed server is expected to need until it accepts connections again. */
    private static final Duration MAX_RESTART = Duration.ofMinutes(1);
    /** Changes after each crash of the server, even if it only restarts itself, and when a standby takes its place. */
    private static final String SERVER_EPOCH = "SELECT stats_reset FROM pg_stat_bgwriter";

    /** The SQLSTATE of asking for the status of a transaction whose number the server has not reached. */
    private static final String TRANSACTION_IN_FUTURE = "22023";

    private final DataSource source;
    private final String schema;
    private final String lockTimeoutSql;
    private final AutoCloseable ownedResource;
    private final SqlDialect dialect = new PostgresDialect();
    private final Map<Thread, SqlSession> writingSessions = new ConcurrentHashMap<>();
    private volatile String serverEpoch;
    private final long openedVersion;
    private volatile boolean closed;

    /**
     * Opens a store and upgrades an older one.
     *
     * @param create whether to create the store if there is none
     * @param lockTimeout how long a statement waits for a lock that another session holds, at least a millisecond
     * @param ownedResource is closed together with the database
     */
    public static PostgresDatabase open(
            DataSource source,
            String schema,
            boolean create,
            Duration lockTimeout,
            AutoCloseable ownedResource,
            Clock clock) {
        long openedVersion = PostgresMigrations.prepare(source, schema, create, lockTimeout, clock);
        return new PostgresDatabase(source, schema, lockTimeout, ownedResource, openedVersion);
    }

    /** Returns whether the schema contains a store. */
    public static boolean exists(DataSource source, String schema, Duration lockTimeout) {
        return PostgresMigrations.readVersion(source, schema, lockTimeout).isPresent();
    }

    /**
     * Fills a schema without a store, or an empty store, from a verified backup. The store must be opened afterwards, which
     * upgrades it and begins its next generation.
     */
    public static void restore(
            BackupReader backup, DataSource source, String schema, Duration lockTimeout, Clock clock) {
        PostgresMigrations.prepareForRestore(source, schema, backup.manifest().schemaVersion(), lockTimeout, clock);
        PostgresBackup.load(new PostgresDatabase(source, schema, lockTimeout, () -> {}, 0), backup);
    }

    private PostgresDatabase(
            DataSource source, String schema, Duration lockTimeout, AutoCloseable ownedResource, long openedVersion) {
        this.openedVersion = openedVersion;
        this.source = source;
        this.schema = schema;
        this.lockTimeoutSql = lockTimeoutSql(lockTimeout);
        this.ownedResource = ownedResource;
        try (Connection connection = source.getConnection()) {
            this.serverEpoch = querySingle(connection, SERVER_EPOCH);
        } catch (SQLException e) {
            throw PostgresErrorTranslator.translate(e);
        }
    }

    /** Returns the expression that sets the lock timeout of a transaction when it is selected. */
    static String lockTimeoutSql(Duration lockTimeout) {
        long millis = Math.min(Math.max(1, lockTimeout.toMillis()), Integer.MAX_VALUE); // 0 would mean no limit
        return "set_config('lock_timeout', '" + millis + "', TRUE)";
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
        refuseIfClosed();
        try (PostgresTransaction transaction = new PostgresTransaction()) {
            transaction.begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", "''");
            return work.apply(transaction.session);
        }
    }

    @Override
    public <T> T write(Function<SqlSession, T> work) {
        if (writingSessions.containsKey(Thread.currentThread())) {
            throw new IllegalStateException("this thread is in a writing transaction already");
        }
        for (int attempt = 1; ; attempt++) {
            refuseIfClosed();
            try {
                return writeOnce(work);
            } catch (ConflictException e) {
                if (attempt == MAX_ATTEMPTS) {
                    throw e;
                }
                // A random pause, so that two transactions that conflicted do not meet again.
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(1L << (attempt + 20)));
            }
        }
    }

    private <T> T writeOnce(Function<SqlSession, T> work) {
        String transactionId;
        String startEpoch = serverEpoch;
        T result;
        boolean outcomeKnown;
        try (PostgresTransaction transaction = new PostgresTransaction()) {
            transactionId = transaction.begin("BEGIN ISOLATION LEVEL READ COMMITTED", "pg_current_xact_id()");
            writingSessions.put(Thread.currentThread(), transaction.session);
            result = work.apply(transaction.session);
            outcomeKnown = transaction.commit();
        } finally {
            writingSessions.remove(Thread.currentThread());
        }
        if (!outcomeKnown && !isCommitted(transactionId, startEpoch)) {
            throw new ConflictException();
        }
        return result;
    }

    /**
     * Returns whether a transaction was committed whose connection was lost during the commit. After a crash the server may
     * give the number of a lost transaction to another one, so "committed" proves nothing if the server has crashed since.
     *
     * @throws StoreException if that cannot be found out
     */
    private boolean isCommitted(String transactionId, String startEpoch) {
        long end = System.nanoTime() + MAX_RESTART.toNanos();
        while (System.nanoTime() < end) {
            try (Connection connection = source.getConnection()) {
                serverEpoch = querySingle(connection, SERVER_EPOCH);
                String status = querySingle(connection, "SELECT pg_xact_status('" + transactionId + "')");
                if (status.equals("aborted")) {
                    return false;
                }
                if (status.equals("committed")) {
                    if (serverEpoch.equals(startEpoch)) {
                        return true;
                    }
                    break;
                }
            } catch (SQLException e) {
                if (TRANSACTION_IN_FUTURE.equals(e.getSQLState())) {
                    return false;
                }
                LOG.debug("The store's server does not answer yet: {}", e.getSQLState()); // it may be restarting
            }
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
        throw new StoreException("the connection to the store was lost while a change was being kept;"
                + " whether it was kept is not known");
    }

    /** Returns the first column of the first row of a query, which must exist. */
    static String querySingle(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return String.valueOf(rows.getString(1));
        }
    }

    @Override
    public boolean isWriting(SqlSession session) {
        return session == writingSessions.get(Thread.currentThread());
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
            ownedResource.close();
        } catch (Exception e) {
            throw new StoreException("the connections to the store could not be closed", e);
        }
    }

    /** A connection for one transaction, returned to its source in its original state. */
    private final class PostgresTransaction implements AutoCloseable {
        private final Connection connection;
        private final SqlSession session;
        private final boolean autoCommit;

        PostgresTransaction() {
            try {
                connection = source.getConnection();
                autoCommit = connection.getAutoCommit();
                if (!autoCommit) {
                    connection.setAutoCommit(true); // this class executes BEGIN and COMMIT itself
                }
            } catch (SQLException e) {
                throw PostgresErrorTranslator.translate(e);
            }
            session = new SqlSession(connection, dialect);
        }

        /** Begins the transaction, sets its lock timeout and returns the value of an SQL expression. */
        String begin(String begin, String expression) {
            return session.withConnection(jdbc -> {
                session.markOpen();
                try (Statement statement = jdbc.createStatement()) {
                    statement.execute(begin + "; SELECT current_schema(), " + expression + ", " + lockTimeoutSql);
                    while (statement.getUpdateCount() >= 0) {
                        statement.getMoreResults();
                    }
                    String value;
                    boolean schemaSelected;
                    try (ResultSet rows = statement.getResultSet()) {
                        rows.next();
                        schemaSelected = schema.equals(rows.getString(1));
                        value = rows.getString(2);
                    }
                    if (!schemaSelected) {
                        statement.execute("SET LOCAL search_path = " + PostgresMigrations.quote(schema));
                    }
                    return value;
                }
            });
        }

        /** Commits; returns false if the connection was lost, so that the outcome is unknown. */
        boolean commit() {
            try {
                session.commit();
                return true;
            } catch (StoreException e) {
                if (e.getCause() instanceof SQLException cause && PostgresErrorTranslator.isConnectionLost(cause)) {
                    return false;
                }
                throw e;
            }
        }

        /** Rolls back an unfinished transaction. Failures are only logged: they do not change the outcome any more. */
        @Override
        public void close() {
            try (Connection jdbc = connection) {
                if (session.finish() && !autoCommit) {
                    jdbc.setAutoCommit(false);
                }
            } catch (SQLException broken) {
                LOG.debug("A broken connection was returned: {}", broken.getSQLState());
            }
        }
    }
}
