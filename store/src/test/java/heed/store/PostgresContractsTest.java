package heed.store;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heed.bounces.marking.BounceRecords;
import heed.filters.PrefilterFactory;
import heed.mail.delivery.AccountMail;
import heed.model.store.Store;
import heed.model.store.StoreException;
import heed.model.testing.SettableClock;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** Runs every contract of a store against the PostgreSQL store. */
class PostgresContractsTest {

    @Nested
    class Prospects extends Postgres implements ProspectStoreContract {}

    @Nested
    class Suppressions extends Postgres implements SuppressionContract {}

    @Nested
    class ListedAddresses extends Postgres implements ListedAddressContract {}

    @Nested
    class SuppressedDomains extends Postgres implements SuppressedDomainContract {}

    @Nested
    class SuppressionRules extends Postgres implements SuppressionRulesContract {}

    @Nested
    class Imports extends Postgres implements ImportContract {}

    @Nested
    class ImportRuns extends Postgres implements ImportRunContract {
        /** Uses the owner's role, because the role for daily work may not delete facts. */
        @Override
        DataSource dataSource() {
            DataSource unused = super.dataSource();
            return TestPostgres.ownerDataSource();
        }
    }

    @Nested
    class Runs extends Postgres implements RunContract {}

    @Nested
    class Retentions extends Postgres implements RetentionContract {
        /** Uses the owner's role, because the role for daily work may not delete facts. */
        @Override
        DataSource dataSource() {
            DataSource unused = super.dataSource();
            return TestPostgres.ownerDataSource();
        }
    }

    @Nested
    class Accounts extends Postgres implements AccountIsolationContract {}

    @Nested
    class Prefilters extends Postgres implements PrefilterContract {
        @Override
        public PrefilterFactory prefilterFactory() {
            return postgres();
        }
    }

    @Nested
    class Bounces extends PostgresWithBounces implements BounceContract {}

    @Nested
    class BounceReviews extends PostgresWithBounces implements BounceReviewContract {}

    @Nested
    class AddressOptOuts extends PostgresWithBounces implements AddressOptOutContract {}

    @Nested
    class BounceRules extends PostgresWithBounces implements BounceRulesContract {}

    @Nested
    class MailEvents extends PostgresWithBounces implements MailEventContract {}

    @Nested
    class HourlyBounceCounts extends PostgresWithBounces implements HourlyBounceCountsContract {}

    @Nested
    class Erasures extends PostgresWithTables implements ErasureContract {}

    @Nested
    class PersonalData extends PostgresWithTables implements PersonalDataContract {}

    @Nested
    class AccountRemovals extends PostgresWithTables implements AccountRemovalContract {}

    /** A store whose tables can be read. */
    abstract static class PostgresWithTables extends PostgresWithBounces {
        /** Uses the owner's role, because the role for daily work may not delete facts. */
        @Override
        DataSource dataSource() {
            DataSource unused = super.dataSource();
            return TestPostgres.ownerDataSource();
        }

        public Connection connect() throws SQLException {
            Connection connection = TestPostgres.ownerDataSource().getConnection();
            connection.setSchema("heed");
            return connection;
        }

        public String tableCatalog() {
            return "pg_tables WHERE schemaname = 'heed' AND tablename";
        }

        public String dump() {
            return TestPostgres.dump();
        }
    }

    @Nested
    class Backups extends PostgresWithBounces implements BackupContract {
        private static final String RESTORED = "restored";

        @TempDir
        Path folder;

        @Override
        public DatabaseStore database() {
            return postgres();
        }

        @Override
        public Path folder() {
            return folder;
        }

        @Override
        public RestoredStore restore(Path backup) {
            TestPostgres.execute(
                    TestPostgres.administratorDataSource(), "DROP SCHEMA IF EXISTS " + RESTORED + " CASCADE");
            return PostgresStore.restore(backup, TestPostgres.administratorDataSource(), RESTORED, clock());
        }

        @Override
        public void restoreOverThisStore(Path backup) {
            assertThatThrownBy(() -> PostgresStore.restore(
                            backup, TestPostgres.ownerDataSource(), PostgresStore.SCHEMA, clock()))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("has accounts");
        }
    }

    @Nested
    class RestoredBackups extends PostgresWithBounces implements RestoredBackupContract {
        @Override
        public void backUp() {
            TestPostgres.backUp();
        }

        @Override
        public void restore() {
            close();
            TestPostgres.restore();
            store = PostgresStore.openExisting(TestPostgres.userDataSource(), PostgresStore.SCHEMA, clock());
        }
    }

    abstract static class PostgresWithBounces extends Postgres implements BounceTestStore {
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
    class StoreChecks extends PostgresWithBounces implements StoreCheckContract {
        @Override
        public void executeUnchecked(String sql) {
            TestPostgres.executeUnchecked(sql);
        }
    }

    /** An empty store for each test. */
    abstract static class Postgres implements TestStore {
        private final SettableClock clock = new SettableClock(NOW);
        PostgresStore store;

        DataSource dataSource() {
            return TestPostgres.emptyStore();
        }

        @BeforeEach
        void open() {
            store = PostgresStore.openExisting(dataSource(), PostgresStore.SCHEMA, clock);
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
