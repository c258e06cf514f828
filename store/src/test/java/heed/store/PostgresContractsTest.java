package heed.store;

import heed.bounces.marking.BounceRecords;
import heed.filters.PrefilterFactory;
import heed.mail.delivery.AccountMail;
import heed.model.store.Store;
import heed.model.testing.SettableClock;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

/** Every contract of a store, kept by the PostgreSQL store. */
class PostgresContractsTest {

    @Nested
    class Prospects extends Postgres implements ProspectStoreContract {}

    @Nested
    class Suppressions extends Postgres implements SuppressionContract {}

    @Nested
    class ListedSuppressions extends Postgres implements ListedSuppressionContract {}

    @Nested
    class SuppressionRules extends Postgres implements SuppressionRulesContract {}

    @Nested
    class Imports extends Postgres implements ImportContract {}

    @Nested
    class Runs extends Postgres implements RunContract {}

    @Nested
    class Retentions extends Postgres implements RetentionContract {
        /** What works day by day may delete no fact. */
        @Override
        DataSource connections() {
            DataSource unused = super.connections();
            return TestPostgres.owner();
        }
    }

    @Nested
    class Accounts extends Postgres implements AccountIsolationContract {}

    @Nested
    class Narrowings extends Postgres implements NarrowingContract {
        @Override
        public PrefilterFactory narrower() {
            return postgres();
        }
    }

    @Nested
    class Bounces extends Bouncing implements BounceContract {}

    @Nested
    class BounceReviews extends Bouncing implements BounceReviewContract {}

    @Nested
    class BounceRules extends Bouncing implements BounceRulesContract {}

    @Nested
    class HourlyBounces extends Bouncing implements HourlyBouncesContract {}

    abstract static class Bouncing extends Postgres implements BouncingStore {
        @Override
        public AccountMail mail() {
            return postgres().mail(account().account().name()).orElseThrow();
        }

        @Override
        public BounceRecords bounces() {
            return postgres().bounces(account().account().name()).orElseThrow();
        }
    }

    @Nested
    class Examinations extends Bouncing implements ExaminationContract {
        @Override
        public void plant(String sql) {
            TestPostgres.plant(sql);
        }
    }

    /** An empty store for each test. */
    abstract static class Postgres implements TestStore {
        private final SettableClock clock = new SettableClock(NOW);
        private PostgresStore store;

        DataSource connections() {
            return TestPostgres.empty();
        }

        @BeforeEach
        void open() {
            store = PostgresStore.openExisting(connections(), PostgresStore.SCHEMA, clock);
        }

        @AfterEach
        void close() {
            store.close();
        }

        PostgresStore postgres() {
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
