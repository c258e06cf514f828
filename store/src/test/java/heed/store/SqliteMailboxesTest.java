package heed.store;

import heed.model.testing.SettableClock;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteMailboxesTest extends MailboxesContract {
    @TempDir
    Path folder;

    @Override
    DatabaseStore empty(SettableClock settable) {
        return SqliteStore.open(folder.resolve("heed.db"), settable);
    }
}
