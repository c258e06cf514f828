package heed.examples.prove;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;

/**
 * What somebody else's open transaction holds of a store: in an embedded one the right to write, on a server some rows of a
 * table or the whole of it, against readers too. Held until it is closed, and nothing is changed.
 */
public final class ForeignLock implements AutoCloseable {
    /** What a run or a delivery reads and writes on a server. */
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
            "sending");
    /** Of what they change. Of many rows those are left out for which it would wait while it holds others: a deadlock. */
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

    /** Takes what a random number says. */
    static ForeignLock acquireRandom(Connection connection, Random random) throws SQLException {
        if (connection.getMetaData().getDatabaseProductName().equals("SQLite")) {
            return acquireWriteLock(connection);
        }
        if (random.nextInt(1_000) < 500) {
            return acquireTable(connection, TABLES.get(random.nextInt(TABLES.size())));
        }
        String rows = ROWS.get(random.nextInt(ROWS.size()));
        return acquire(connection, "rows of " + rows.substring(0, rows.indexOf(' ')), BEGIN, "SELECT 1 FROM " + rows);
    }

    /** Takes a whole table of a store on a server, or the right to write to an embedded one. */
    public static ForeignLock acquireTable(Connection connection, String table) throws SQLException {
        if (connection.getMetaData().getDatabaseProductName().equals("SQLite")) {
            return acquireWriteLock(connection);
        }
        return acquire(connection, "all of " + table, BEGIN, "LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE");
    }

    private static ForeignLock acquire(Connection connection, String description, String first, String then)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(first);
            statement.execute(then);
        }
        return new ForeignLock(connection, description);
    }

    /** Asks again without a break: whoever works on the store takes it back at once. */
    private static ForeignLock acquireWriteLock(Connection connection) throws SQLException {
        while (true) {
            try {
                return acquire(connection, "the right to write", "PRAGMA busy_timeout = 0", "BEGIN IMMEDIATE");
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
