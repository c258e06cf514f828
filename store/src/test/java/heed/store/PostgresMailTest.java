package heed.store;

import heed.model.testing.SettableClock;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

class PostgresMailTest extends MailContract {
    @Override
    DatabaseStore empty(SettableClock settable) {
        return PostgresStore.openExisting(TestPostgres.empty(), PostgresStore.SCHEMA, settable);
    }

    @Override
    DatabaseStore again(SettableClock settable) {
        return PostgresStore.openExisting(TestPostgres.role(), PostgresStore.SCHEMA, settable);
    }

    @Override
    void execute(String sql) throws SQLException {
        try (Connection connection = TestPostgres.role().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SET search_path = heed");
            statement.execute(sql);
            statement.execute("RESET search_path");
        }
    }
}
