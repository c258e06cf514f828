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
 * Compares two stores row for row. It ignores times, generated keys of facts and runs, and leases, and uses no code of the
 * product. As a process it takes two JDBC URLs, prints the first difference of each table, and ends with exit code 0 if the
 * stores are equal and sound, otherwise with 1.
 */
public final class StoreComparison {
    /** The position of a run among the runs. Its key is not comparable: a killed server leaves gaps in the keys. */
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
        ROWS.put("suppressed domains", "SELECT account, domain FROM suppressed_domain ORDER BY 1, 2");
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

    /** Checks all indexes of PostgreSQL. Fails at the first index that lacks a row or has a row too many. */
    private static final String INDEXES = "SELECT 'ok', count(bt_index_check(c.oid, true)::text)"
            + " FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am a ON a.oid = c.relam"
            + " WHERE a.amname = 'btree' AND c.relnamespace = 'heed'::regnamespace";

    private StoreComparison() {}

    public static void main(String[] arguments) throws SQLException {
        boolean equal = true;
        try (Connection first = open(arguments[0]);
                Connection second = open(arguments[1])) {
            for (Map.Entry<String, String> rows : ROWS.entrySet()) {
                equal &= compareTable(rows.getKey(), rows.getValue(), first, second);
            }
            equal &= isSound(first) && isSound(second);
        }
        System.exit(equal ? 0 : 1);
    }

    /** Returns all compared rows of a store as text, one line per row; each line starts with the name of its table. */
    public static List<String> rows(Connection store) throws SQLException {
        List<String> lines = new ArrayList<>();
        for (Map.Entry<String, String> table : ROWS.entrySet()) {
            try (Statement statement = store.createStatement();
                    ResultSet rows = statement.executeQuery(table.getValue())) {
                while (rows.next()) {
                    StringBuilder line = new StringBuilder(table.getKey());
                    for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                        line.append(" | ").append(rows.getString(column));
                    }
                    lines.add(line.toString());
                }
            }
        }
        return lines;
    }

    private static Connection open(String url) throws SQLException {
        return DriverManager.getConnection(url);
    }

    /** Returns whether the integrity check of the database itself finds no fault in the tables and indexes. */
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
        try (Statement firstStatement = first.createStatement();
                Statement secondStatement = second.createStatement();
                ResultSet left = firstStatement.executeQuery(sql);
                ResultSet right = secondStatement.executeQuery(sql)) {
            int columns = left.getMetaData().getColumnCount();
            long row = 0;
            while (true) {
                boolean more = left.next();
                row++;
                if (more != right.next()) {
                    System.out.println(name + ": one store has " + (row - 1) + " rows, the other has more");
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
