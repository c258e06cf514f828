package heed.store;

import heed.model.testing.SettableClock;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteConcurrencyTest extends ConcurrencyContract {
    @TempDir
    Path folder;

    @Override
    DatabaseStore createEmpty(SettableClock clock) {
        return reopen(clock);
    }

    @Override
    DatabaseStore reopen(SettableClock clock) {
        return SqliteStore.open(folder.resolve("heed.db"), clock);
    }
}
