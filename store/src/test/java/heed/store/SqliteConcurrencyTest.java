package heed.store;

import heed.model.testing.SettableClock;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteConcurrencyTest extends ConcurrencyContract {
    @TempDir
    Path folder;

    @Override
    DatabaseStore empty(SettableClock settable) {
        return again(settable);
    }

    @Override
    DatabaseStore again(SettableClock settable) {
        return SqliteStore.open(folder.resolve("heed.db"), settable);
    }
}
