package heed.examples.prove;

import java.nio.file.Path;
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
 * Compares two embedded stores row for row, times, generated keys of facts and leases apart, without any of the product's
 * code. Run as a process of its own: {@code FILE FILE}, exit code 0 if they are equal, 1 with the first difference of each
 * table if not.
 */
public final class SameStores {
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
                "SELECT f.prospect, f.field, f.from_text, f.to_text, f.run, p.source, p.actor, p.reason, p.evidence"
                        + " FROM fact f JOIN provenance p ON p.id = f.provenance ORDER BY f.prospect, f.field, f.sequence");
        ROWS.put(
                "ledger",
                "SELECT run, prospect, action, ordinal, outcome, detail FROM ledger ORDER BY run, prospect, action");
        ROWS.put(
                "runs",
                "SELECT id, account, automation, version, entry, state, zone, planned, checkpoint, affected, applied,"
                        + " skipped, failed, recorded, worker IS NULL, finished IS NULL, undone IS NULL FROM run ORDER BY id");
        ROWS.put("definitions", "SELECT account, automation, version, name, json FROM definition ORDER BY 1, 2, 3");
        ROWS.put("plans", "SELECT run, prospect, fingerprint FROM planned ORDER BY 1, 2");
    }

    private SameStores() {}

    public static void main(String[] arguments) throws SQLException {
        boolean same = true;
        try (Connection one = open(arguments[0]);
                Connection other = open(arguments[1])) {
            for (Map.Entry<String, String> rows : ROWS.entrySet()) {
                same &= same(rows.getKey(), rows.getValue(), one, other);
            }
            for (Connection connection : new Connection[] {one, other}) {
                try (Statement statement = connection.createStatement();
                        ResultSet check = statement.executeQuery("PRAGMA integrity_check")) {
                    same &= check.next() && check.getString(1).equals("ok");
                }
            }
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

    private static Connection open(String file) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + Path.of(file).toAbsolutePath());
    }

    private static boolean same(String name, String sql, Connection one, Connection other) throws SQLException {
        try (Statement ours = one.createStatement();
                Statement theirs = other.createStatement();
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
