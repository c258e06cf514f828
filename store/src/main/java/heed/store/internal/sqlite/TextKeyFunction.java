package heed.store.internal.sqlite;

import heed.model.field.TextKey;
import java.sql.Connection;
import java.sql.SQLException;
import org.sqlite.Function;

/**
 * The SQL function {@code heed_key(text)}, which is {@link TextKey#of}: SQLite itself folds the case of ASCII letters only.
 */
final class TextKeyFunction extends Function {
    static final String NAME = "heed_key";

    static void addTo(Connection connection) throws SQLException {
        Function.create(connection, NAME, new TextKeyFunction(), 1, FLAG_DETERMINISTIC);
    }

    @Override
    protected void xFunc() throws SQLException {
        String text = value_text(0);
        if (text == null) {
            result();
        } else {
            result(TextKey.of(text));
        }
    }
}
