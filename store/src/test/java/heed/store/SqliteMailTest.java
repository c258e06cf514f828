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

    private int storeNumber;

    @Override
    DatabaseStore createEmpty(SettableClock clock) {
        storeNumber++;
        return reopen(clock);
    }

    @Override
    DatabaseStore reopen(SettableClock clock) {
        return SqliteStore.open(file(), clock);
    }

    private Path file() {
        return folder.resolve("heed" + storeNumber + ".db");
    }

    @Override
    void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
