package heed.store;

import heed.model.testing.SettableClock;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.io.TempDir;

class SqliteMailTest extends MailContract {
    @TempDir
    Path folder;

    private int made;

    @Override
    DatabaseStore empty(SettableClock settable) {
        made++;
        return again(settable);
    }

    @Override
    DatabaseStore again(SettableClock settable) {
        return SqliteStore.open(file(), settable);
    }

    private Path file() {
        return folder.resolve("heed" + made + ".db");
    }

    @Override
    void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
