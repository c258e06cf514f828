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
public final class StrangersLock implements AutoCloseable {
    private static final int ROWS = 20;
    /** What a run or a delivery reads and writes on a server. */
    private static final List<String> TABLES =
            List.of("fact", "ledger", "mail", "message", "prospect", "provenance", "run", "sending", "suppression");

    private static final String BEGIN = "BEGIN; SET LOCAL lock_timeout = '1min'";
    private static final int BUSY = 5;

    private final Connection connection;
    private final String words;

    private StrangersLock(Connection connection, String words) {
        this.connection = connection;
        this.words = words;
    }

    /** Takes what a random number says. */
    static StrangersLock on(Connection connection, Random random) throws SQLException {
        if (connection.getMetaData().getDatabaseProductName().equals("SQLite")) {
            return rightToWrite(connection);
        }
        String table = TABLES.get(random.nextInt(TABLES.size()));
        return random.nextInt(1_000) < 500 ? table(connection, table) : rows(connection, table, random);
    }

    /** Takes a whole table of a store on a server, or the right to write to an embedded one. */
    public static StrangersLock table(Connection connection, String table) throws SQLException {
        if (connection.getMetaData().getDatabaseProductName().equals("SQLite")) {
            return rightToWrite(connection);
        }
        return taken(connection, "all of " + table, BEGIN, "LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE");
    }

    private static StrangersLock rows(Connection connection, String table, Random random) throws SQLException {
        String some = "SELECT 1 FROM " + table + " OFFSET " + random.nextInt(ROWS) + " * (SELECT count(*) FROM " + table
                + ") / " + ROWS + " LIMIT " + ROWS + " FOR UPDATE";
        return taken(connection, "rows of " + table, BEGIN, some);
    }

    private static StrangersLock taken(Connection connection, String words, String first, String then)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(first);
            statement.execute(then);
        }
        return new StrangersLock(connection, words);
    }

    /** Asks again without a break: whoever works on the store takes it back at once. */
    private static StrangersLock rightToWrite(Connection connection) throws SQLException {
        while (true) {
            try {
                return taken(connection, "the right to write", "PRAGMA busy_timeout = 0", "BEGIN IMMEDIATE");
            } catch (SQLException e) {
                if (e.getErrorCode() != BUSY) {
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
        return words;
    }
}
