package heed.store;

import heed.filters.Narrower;
import heed.mail.AccountMail;
import heed.mail.bounce.BounceRecords;
import heed.model.SettableClock;
import heed.model.Store;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** Every contract of a store, kept by the SQLite store. */
class SqliteContractsTest {

    @Nested
    class Prospects extends Sqlite implements ProspectStoreContract {}

    @Nested
    class Suppressions extends Sqlite implements SuppressionContract {}

    @Nested
    class ListedSuppressions extends Sqlite implements ListedSuppressionContract {}

    @Nested
    class SuppressionRules extends Sqlite implements SuppressionRulesContract {}

    @Nested
    class Imports extends Sqlite implements ImportContract {}

    @Nested
    class Runs extends Sqlite implements RunContract {}

    @Nested
    class Accounts extends Sqlite implements AccountIsolationContract {}

    @Nested
    class Narrowings extends Sqlite implements NarrowingContract {
        @Override
        public Narrower narrower() {
            return sqlite();
        }
    }

    @Nested
    class Bounces extends Bouncing implements BounceContract {}

    @Nested
    class BounceReviews extends Bouncing implements BounceReviewContract {}

    @Nested
    class BounceRules extends Bouncing implements BounceRulesContract {}

    abstract static class Bouncing extends Sqlite implements BouncingStore {
        @Override
        public AccountMail mail() {
            return sqlite().mail(account().account().name()).orElseThrow();
        }

        @Override
        public BounceRecords bounces() {
            return sqlite().bounces(account().account().name()).orElseThrow();
        }
    }

    /** A fresh file for each test. */
    abstract static class Sqlite implements TestStore {
        @TempDir
        Path folder;

        private final SettableClock clock = new SettableClock(NOW);
        private SqliteStore store;

        @BeforeEach
        void open() {
            store = SqliteStore.open(folder.resolve("heed.db"), clock);
        }

        @AfterEach
        void close() {
            store.close();
        }

        SqliteStore sqlite() {
            return store;
        }

        @Override
        public Store store() {
            return store;
        }

        @Override
        public SettableClock clock() {
            return clock;
        }
    }
}
