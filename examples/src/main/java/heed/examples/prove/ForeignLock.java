package heed.examples.prove;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;

/**
 * A lock that a foreign transaction holds in a store: the write lock of SQLite, or a whole table or some rows of it in
 * PostgreSQL. A locked table blocks readers as well. The transaction changes nothing, and {@link #close} ends it.
 */
public final class ForeignLock implements AutoCloseable {
    /** The tables that a run or a delivery reads or writes in PostgreSQL. */
    private static final List<String> TABLES = List.of(
            "deliverer",
            "fact",
            "ledger",
            "listed_suppression",
            "mail",
            "message",
            "prospect",
            "provenance",
            "run",
            "sending",
            "suppressed_domain");
    /**
     * The rows to lock, among those that a run or a delivery changes. Where many rows are locked, the statement skips rows that
     * somebody else has locked: waiting for them while it holds others could end in a deadlock.
     */
    private static final List<String> ROWS = List.of(
            "mail TABLESAMPLE BERNOULLI (50) FOR UPDATE SKIP LOCKED",
            "prospect TABLESAMPLE BERNOULLI (50) FOR UPDATE SKIP LOCKED",
            "run FOR UPDATE");

    private static final String BEGIN = "BEGIN; SET LOCAL lock_timeout = '1min'";
    private static final int SQLITE_BUSY = 5;

    private final Connection connection;
    private final String description;

    private ForeignLock(Connection connection, String description) {
        this.connection = connection;
        this.description = description;
    }

    /** Acquires a randomly chosen lock, and waits for it for up to a minute. */
    static ForeignLock acquireRandom(Connection connection, Random random) throws SQLException {
        if (connection.getMetaData().getDatabaseProductName().equals("SQLite")) {
            return acquireWriteLock(connection);
        }
        if (random.nextInt(1_000) < 500) {
            return acquireTable(connection, TABLES.get(random.nextInt(TABLES.size())));
        }
        String rows = ROWS.get(random.nextInt(ROWS.size()));
        return acquire(
                connection, "rows of table " + rows.substring(0, rows.indexOf(' ')), BEGIN, "SELECT 1 FROM " + rows);
    }

    /** Locks a whole table in PostgreSQL, or acquires the write lock of SQLite. */
    public static ForeignLock acquireTable(Connection connection, String table) throws SQLException {
        if (connection.getMetaData().getDatabaseProductName().equals("SQLite")) {
            return acquireWriteLock(connection);
        }
        return acquire(connection, "table " + table, BEGIN, "LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE");
    }

    private static ForeignLock acquire(Connection connection, String description, String begin, String lock)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(begin);
            statement.execute(lock);
        }
        return new ForeignLock(connection, description);
    }

    /** Retries without a pause, because a process that works on the store acquires the lock again at once. */
    private static ForeignLock acquireWriteLock(Connection connection) throws SQLException {
        while (true) {
            try {
                return acquire(connection, "the write lock", "PRAGMA busy_timeout = 0", "BEGIN IMMEDIATE");
            } catch (SQLException e) {
                if (e.getErrorCode() != SQLITE_BUSY) {
                    throw e;
                }
                Thread.onSpinWait();
            }
        }
    }

    @Override
    public void close() throws SQLException {
        try (connection;
                Statement statement = connection.createStatement()) {
            statement.execute("ROLLBACK");
        }
    }

    @Override
    public String toString() {
        return description;
    }
}
