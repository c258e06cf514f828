package heed.examples.prove;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Compares two stores row for row, times, generated numbers of facts and runs, and leases apart, without any of the
 * product's code. Run as a process of its own: {@code URL URL} for JDBC, exit code 0 if they are equal, 1 with the first
 * difference of each table if not.
 */
public final class StoreComparison {
    /** Which run it was: its number has gaps where a server died. */
    private static final String RUN = "(SELECT count(*) FROM run r WHERE r.id <= %s)";

    private static final Map<String, String> ROWS = new LinkedHashMap<>();

    static {
        ROWS.put(
                "prospects",
                "SELECT key, account, id, email, first_name, last_name, company, country, state, city, language,"
                        + " lead_source, lead_owner, lead_score, created, email_opt_out_since IS NOT NULL,"
                        + " bounced_since IS NOT NULL, custom FROM prospect ORDER BY key");
        ROWS.put(
                "suppressions",
                "SELECT account, address, reason, formerly, prospect FROM suppression ORDER BY 1, 2, 3, 4, 5");
        ROWS.put(
                "facts",
                "SELECT f.prospect, f.field, f.from_text, f.to_text, " + RUN.formatted("f.run")
                        + ", p.source, p.actor, p.reason, p.evidence"
                        + " FROM fact f JOIN provenance p ON p.id = f.provenance ORDER BY f.prospect, f.field, f.sequence");
        ROWS.put(
                "ledger",
                "SELECT " + RUN.formatted("l.run") + ", prospect, action, ordinal, outcome, detail FROM ledger l"
                        + " ORDER BY l.run, prospect, action");
        ROWS.put(
                "runs",
                "SELECT account, automation, version, entry, state, zone, planned, checkpoint, affected, applied,"
                        + " skipped, failed, recorded, worker IS NULL, finished IS NULL, undone IS NULL FROM run ORDER BY id");
        ROWS.put("definitions", "SELECT account, automation, version, name, json FROM definition ORDER BY 1, 2, 3");
        ROWS.put(
                "plans",
                "SELECT " + RUN.formatted("p.run") + ", prospect, fingerprint FROM planned p ORDER BY p.run, prospect");
    }

    /** Fails at the first that lacks a row or has one too many. */
    private static final String INDEXES = "SELECT 'ok', count(bt_index_check(c.oid, true)::text)"
            + " FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am a ON a.oid = c.relam"
            + " WHERE a.amname = 'btree' AND c.relnamespace = 'heed'::regnamespace";

    private StoreComparison() {}

    public static void main(String[] arguments) throws SQLException {
        boolean same = true;
        try (Connection first = open(arguments[0]);
                Connection second = open(arguments[1])) {
            for (Map.Entry<String, String> rows : ROWS.entrySet()) {
                same &= compareTable(rows.getKey(), rows.getValue(), first, second);
            }
            same &= isSound(first) && isSound(second);
        }
        System.exit(same ? 0 : 1);
    }

    /** All rows that are compared, a line each, of an embedded store or one on a server; the tables by name. */
    public static List<String> rows(Connection store) throws SQLException {
        List<String> all = new ArrayList<>();
        for (Map.Entry<String, String> table : ROWS.entrySet()) {
            try (Statement statement = store.createStatement();
                    ResultSet rows = statement.executeQuery(table.getValue())) {
                while (rows.next()) {
                    StringBuilder line = new StringBuilder(table.getKey());
                    for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                        line.append(" | ").append(rows.getString(column));
                    }
                    all.add(line.toString());
                }
            }
        }
        return all;
    }

    private static Connection open(String url) throws SQLException {
        return DriverManager.getConnection(url);
    }

    /** What the database itself says of its tables and indexes. */
    private static boolean isSound(Connection connection) throws SQLException {
        boolean embedded = connection.getMetaData().getDatabaseProductName().equals("SQLite");
        try (Statement statement = connection.createStatement()) {
            if (!embedded) {
                statement.execute("CREATE EXTENSION IF NOT EXISTS amcheck");
            }
            try (ResultSet check = statement.executeQuery(embedded ? "PRAGMA integrity_check" : INDEXES)) {
                return check.next() && check.getString(1).equals("ok");
            }
        }
    }

    private static boolean compareTable(String name, String sql, Connection first, Connection second)
            throws SQLException {
        try (Statement ours = first.createStatement();
                Statement theirs = second.createStatement();
                ResultSet left = ours.executeQuery(sql);
                ResultSet right = theirs.executeQuery(sql)) {
            int columns = left.getMetaData().getColumnCount();
            long row = 0;
            while (true) {
                boolean more = left.next();
                row++;
                if (more != right.next()) {
                    System.out.println(name + ": one has " + (row - 1) + " rows, the other has more or fewer");
                    return false;
                }
                if (!more) {
                    System.out.println(name + ": " + (row - 1) + " rows, equal");
                    return true;
                }
                for (int column = 1; column <= columns; column++) {
                    if (!Objects.equals(left.getString(column), right.getString(column))) {
                        System.out.println(name + ": row " + row + " differs in "
                                + left.getMetaData().getColumnLabel(column) + ": " + left.getString(column) + " | "
                                + right.getString(column));
                        return false;
                    }
                }
            }
        }
    }
}
