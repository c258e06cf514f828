package heed.examples.prove;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;

/** Queries of the states of the mails in a store. They use no code of the product. */
final class MailStateQueries {
    private MailStateQueries() {}

    /** Returns the addresses of the mails in a state. */
    static Set<String> addressesInState(ProofStores stores, String store, String state) throws SQLException {
        Set<String> addresses = new TreeSet<>();
        try (Connection connection = stores.open(store);
                PreparedStatement select = connection.prepareStatement("SELECT address FROM mail WHERE state = ?")) {
            select.setString(1, state);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    addresses.add(rows.getString(1));
                }
            }
        }
        return addresses;
    }

    /** Returns whether any mail waits or is in flight. */
    static boolean hasUnsettled(ProofStores stores, String store) throws SQLException {
        try (Connection connection = stores.open(store);
                PreparedStatement select = connection.prepareStatement(
                        "SELECT EXISTS (SELECT 1 FROM mail WHERE state IN ('QUEUED', 'RETRYING', 'IN_FLIGHT'))");
                ResultSet rows = select.executeQuery()) {
            return rows.next() && rows.getBoolean(1);
        }
    }
}
