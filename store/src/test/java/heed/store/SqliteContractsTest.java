package heed.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heed.bounces.marking.BounceRecords;
import heed.filters.PrefilterFactory;
import heed.mail.delivery.AccountMail;
import heed.model.field.StandardFields;
import heed.model.store.CheckFinding;
import heed.model.store.Store;
import heed.model.store.StoreException;
import heed.model.testing.SettableClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs every contract of a store against the SQLite store. */
class SqliteContractsTest {

    @Nested
    class Prospects extends Sqlite implements ProspectStoreContract {}

    @Nested
    class Suppressions extends Sqlite implements SuppressionContract {}

    @Nested
    class ListedAddresses extends Sqlite implements ListedAddressContract {}

    @Nested
    class SuppressedDomains extends Sqlite implements SuppressedDomainContract {}

    @Nested
    class SuppressionRules extends Sqlite implements SuppressionRulesContract {}

    @Nested
    class Imports extends Sqlite implements ImportContract {}

    @Nested
    class ImportRuns extends Sqlite implements ImportRunContract {}

    @Nested
    class Runs extends Sqlite implements RunContract {}

    @Nested
    class Retentions extends Sqlite implements RetentionContract {}

    @Nested
    class Accounts extends Sqlite implements AccountIsolationContract {}

    @Nested
    class Prefilters extends Sqlite implements PrefilterContract {
        @Override
        public PrefilterFactory prefilterFactory() {
            return sqlite();
        }
    }

    @Nested
    class Bounces extends SqliteWithBounces implements BounceContract {}

    @Nested
    class BounceReviews extends SqliteWithBounces implements BounceReviewContract {}

    @Nested
    class AddressOptOuts extends SqliteWithBounces implements AddressOptOutContract {}

    @Nested
    class BounceRules extends SqliteWithBounces implements BounceRulesContract {}

    @Nested
    class MailEvents extends SqliteWithBounces implements MailEventContract {}

    @Nested
    class HourlyBounceCounts extends SqliteWithBounces implements HourlyBounceCountsContract {}

    @Nested
    class Erasures extends SqliteWithTables implements ErasureContract {}

    @Nested
    class PersonalData extends SqliteWithTables implements PersonalDataContract {}

    @Nested
    class AccountRemovals extends SqliteWithTables implements AccountRemovalContract {}

    /** A store whose tables and bytes can be read. */
    abstract static class SqliteWithTables extends SqliteWithBounces {
        public Connection connect() throws SQLException {
            return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("heed.db"));
        }

        public String tableCatalog() {
            return "sqlite_schema WHERE type = 'table' AND name";
        }

        /** Returns the bytes of the file and of its log. */
        public String dump() {
            Path file = folder.resolve("heed.db");
            try (Connection connection = connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("VACUUM"); // clears what was deleted before the erasure
                statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
                return Files.readString(file, StandardCharsets.ISO_8859_1)
                        + Files.readString(folder.resolve("heed.db-wal"), StandardCharsets.ISO_8859_1);
            } catch (SQLException | IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Nested
    class Backups extends SqliteWithBounces implements BackupContract {
        @Override
        public DatabaseStore database() {
            return sqlite();
        }

        @Override
        public Path folder() {
            return folder;
        }

        @Override
        public RestoredStore restore(Path backup) {
            return SqliteStore.restore(backup, folder.resolve("restored.db"), Duration.ofSeconds(10), clock());
        }

        @Override
        public void restoreOverThisStore(Path backup) {
            Path file = folder.resolve("heed.db");
            assertThatThrownBy(() -> SqliteStore.restore(backup, file, Duration.ofSeconds(10), clock()))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("exists already");
        }
    }

    @Nested
    class RestoredBackups extends SqliteWithBounces implements RestoredBackupContract {
        @Override
        public void backUp() {
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("heed.db"));
                    Statement statement = connection.createStatement()) {
                statement.execute("VACUUM INTO '" + folder.resolve("backup.db") + "'");
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void restore() {
            close();
            try {
                Files.deleteIfExists(folder.resolve("heed.db-wal"));
                Files.deleteIfExists(folder.resolve("heed.db-shm"));
                Files.copy(folder.resolve("backup.db"), folder.resolve("heed.db"), StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            open();
        }
    }

    abstract static class SqliteWithBounces extends Sqlite implements BounceTestStore {
        @Override
        public AccountMail mail() {
            return sqlite().mail(account().account().name()).orElseThrow();
        }

        @Override
        public BounceRecords bounces() {
            return sqlite().bounces(account().account().name()).orElseThrow();
        }
    }

    @Nested
    class StoreChecks extends SqliteWithBounces implements StoreCheckContract {
        @Override
        public void executeUnchecked(String sql) {
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("heed.db"));
                    Statement statement = connection.createStatement()) {
                statement.executeUpdate(sql);
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        }

        /** Removes an index from the schema while a row is added, so that the index misses the row. */
        @Test
        void an_index_that_lost_an_opt_out_is_found() {
            prospect("A1", StandardFields.EMAIL, "ann@example.com");
            executeUnchecked("CREATE TABLE lost AS SELECT * FROM sqlite_schema WHERE name = 'prospect_opted_out'");
            executeUnchecked(
                    "PRAGMA writable_schema = ON; DELETE FROM sqlite_schema WHERE name = 'prospect_opted_out'");
            prospect("A2", StandardFields.EMAIL, "bob@example.com", StandardFields.EMAIL_OPT_OUT, "yes");
            executeUnchecked("PRAGMA writable_schema = ON; INSERT INTO sqlite_schema SELECT * FROM lost");
            executeUnchecked("PRAGMA schema_version = 1000"); // so that open connections read the schema again
            assertThat(suppressions("bob@example.com")).isEmpty();
            List<CheckFinding.Inconsistency> inconsistencies = new ArrayList<>();
            sqlite().check(finding -> inconsistencies.addAll(finding.inconsistencies()));
            assertThat(inconsistencies.get(0).examples()).contains("row 2 missing from index prospect_opted_out");
            assertThat(inconsistencies.get(0).repair()).contains("stop all sending", "REINDEX");
        }
    }

    /** A store in a new file for each test. */
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
