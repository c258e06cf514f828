package heed.store;

import heed.model.testing.SettableClock;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

class PostgresMailTest extends MailContract {
    @Override
    DatabaseStore createEmpty(SettableClock clock) {
        return PostgresStore.openExisting(TestPostgres.emptyStore(), PostgresStore.SCHEMA, clock);
    }

    @Override
    DatabaseStore reopen(SettableClock clock) {
        return PostgresStore.openExisting(TestPostgres.userDataSource(), PostgresStore.SCHEMA, clock);
    }

    @Override
    void execute(String sql) throws SQLException {
        try (Connection connection = TestPostgres.userDataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SET search_path = heed");
            statement.execute(sql);
            statement.execute("RESET search_path");
        }
    }
}
