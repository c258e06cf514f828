package heed.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heed.model.fact.Provenance;
import heed.model.prospect.EmailAddress;
import heed.model.store.AccountStore;
import heed.model.store.StoreException;
import heed.model.suppression.Suppression;
import heed.model.testing.Promise;
import heed.model.testing.SettableClock;
import heed.store.internal.upgrade.UpgradeFinding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteDataSource;

/** Which files are stores, and the messages about those that are not. */
class SqliteFileTest {
    private static final Clock CLOCK = new SettableClock(Instant.parse("2026-03-01T12:00:00Z"));

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {"heed.db", "a b.db", "what?mode=memory", "100%25.db", "a#b;c&d.db", "münchen 😀.db", ":memory:"})
    void a_store_is_the_file_of_that_name_and_can_be_reopened(String name) {
        Path file = folder.resolve(name);
        String id;
        try (SqliteStore store = SqliteStore.open(file, CLOCK)) {
            store.addAccount("Acme", ZoneOffset.UTC);
            id = store.id();
        }
        assertThat(file).isRegularFile();
        try (SqliteStore store = SqliteStore.openExisting(file, CLOCK)) {
            assertThat(store.id()).isEqualTo(id).hasSize(32);
            assertThat(store.accounts()).hasSize(1);
        }
        try (SqliteStore reopened = SqliteStore.open(folder.resolve("other"), CLOCK)) {
            assertThat(reopened.id()).isNotEqualTo(id);
        }
    }

    @Test
    void a_missing_store_is_not_created_where_an_existing_one_is_expected() throws IOException {
        Path file = folder.resolve("heed.db");
        assertThatThrownBy(() -> SqliteStore.openExisting(file, CLOCK))
                .isInstanceOf(StoreException.class)
                .hasMessage("there is no store at " + file);
        assertThat(file).doesNotExist();
        Files.createFile(file);
        assertThatThrownBy(() -> SqliteStore.openExisting(file, CLOCK)).isInstanceOf(StoreException.class);
        assertThat(file).isEmptyFile();
        SqliteStore.open(file, CLOCK).close();
        SqliteStore.openExisting(file, CLOCK).close();
    }

    @Test
    void a_folder_and_a_path_in_a_missing_folder_are_no_stores() {
        assertThatThrownBy(() -> SqliteStore.open(folder, CLOCK))
                .isInstanceOf(StoreException.class)
                .hasMessage(folder + " is a folder, not a store");
        assertThatThrownBy(() -> SqliteStore.open(folder.resolve("nowhere/heed.db"), CLOCK))
                .isInstanceOf(StoreException.class)
                .hasMessageEndingWith("nowhere/heed.db: the store's file cannot be opened");
    }

    @Test
    void a_file_that_is_not_a_database_is_refused_and_unchanged() throws IOException {
        Path file = Files.writeString(folder.resolve("notes.txt"), "buy milk\n".repeat(1000));
        assertThatThrownBy(() -> SqliteStore.open(file, CLOCK))
                .isInstanceOf(StoreException.class)
                .hasMessage(file + ": the file is not a store: it is not an SQLite database");
        assertThat(file).hasContent("buy milk\n".repeat(1000));
    }

    @Test
    void a_database_of_another_program_is_refused_and_unchanged() throws Exception {
        Path file = folder.resolve("other.db");
        execute(file, "CREATE TABLE note (text TEXT)");
        byte[] before = Files.readAllBytes(file);
        assertThatThrownBy(() -> SqliteStore.open(file, CLOCK))
                .isInstanceOf(StoreException.class)
                .hasMessage(file + " is not a store: it is an SQLite database of another program");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void a_store_of_a_newer_version_is_refused() throws Exception {
        Path file = folder.resolve("heed.db");
        SqliteStore.open(file, CLOCK).close();
        execute(file, "PRAGMA user_version = 99");
        assertThatThrownBy(() -> SqliteStore.open(file, CLOCK))
                .isInstanceOf(StoreException.class)
                .hasMessageStartingWith(file + " was written by a newer version of Heed: its schema is 99");
    }

    @Test
    void the_newest_migration_is_applied_and_its_number_stored() throws Exception {
        Path file = folder.resolve("heed.db");
        SqliteStore.open(file, CLOCK).close();
        Path scripts = Path.of(SqliteStore.class.getResource("sqlite").toURI());
        long newestScript = Arrays.stream(scripts.toFile().list())
                .mapToLong(name -> Long.parseLong(name.substring(1, name.indexOf("__"))))
                .max()
                .orElseThrow();
        long newest = Math.max(newestScript, UpgradeFinding.VERSION); // which is a migration in Java
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeQuery("PRAGMA user_version").getLong(1)).isEqualTo(newest);
            assertThat(statement.executeQuery("PRAGMA journal_mode").getString(1))
                    .isEqualTo("wal");
        }
    }

    @Test
    void a_store_of_the_first_version_is_upgraded_and_keeps_its_suppressions() throws Exception {
        Path file = folder.resolve("heed.db");
        Flyway.configure()
                .dataSource("jdbc:sqlite:" + file, null, null)
                .locations("classpath:heed/store/sqlite")
                .target("1")
                .load()
                .migrate();
        execute(file, "PRAGMA application_id = " + 0x48656564);
        execute(file, "INSERT INTO account (id, name, zone) VALUES (1, 'Acme', 'UTC')");
        execute(
                file,
                "INSERT INTO prospect (key, account, id, email, created, email_opt_out_since)"
                        + " VALUES (1, 1, 'A', 'ann@example.com', 0, 0)");
        try (SqliteStore store = SqliteStore.openExisting(file, CLOCK)) {
            EmailAddress ann = new EmailAddress("ann@example.com");
            AccountStore account = store.account("Acme").orElseThrow();
            Provenance provenance = new Provenance(
                    CLOCK.instant(),
                    "mira",
                    Provenance.Origin.SUPPRESSION_LIST,
                    "a letter",
                    Optional.empty(),
                    Optional.empty());
            int added = account.write(
                    work -> work.suppress(List.of(ann), provenance).size());
            assertThat(added).isEqualTo(1);
            List<Suppression> reasons = account.read(reading -> reading.listSuppressions(ann));
            assertThat(reasons)
                    .extracting(TestStore::describe)
                    .containsExactly("On the suppression list: a letter", "Email Opt Out by A");
        }
    }

    @Test
    void an_upgrade_fills_the_hourly_bounce_counts_and_the_former_addresses() throws Exception {
        Path file = folder.resolve("heed.db");
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + file);
        Version9Store.create(source, Flyway.configure().locations("classpath:heed/store/sqlite"));
        execute(file, "PRAGMA application_id = " + 0x48656564);
        try (SqliteStore store = SqliteStore.openExisting(file, CLOCK)) {
            Version9Store.requireBounceCounts(store);
            Version9Store.requireFormerAddress(store);
            Version9Store.requireOptOutsOfAddresses(store);
        }
    }

    @Test
    void an_upgrade_rewrites_what_was_stored_in_another_form_and_says_whom_it_concerns() throws Exception {
        Path file = folder.resolve("heed.db");
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + file);
        Version11Store.create(source, Flyway.configure().locations("classpath:heed/store/sqlite"));
        execute(file, "PRAGMA application_id = " + 0x48656564);
        execute(
                file,
                "CREATE TRIGGER refuse BEFORE INSERT ON listed_suppression WHEN NEW.address LIKE '%xn--%'"
                        + " BEGIN SELECT RAISE(ABORT, 'power cut'); END");
        assertThatThrownBy(() -> SqliteStore.openExisting(file, CLOCK)).isInstanceOf(StoreException.class);
        execute(file, "DROP TRIGGER refuse"); // nothing of the interrupted upgrade remains
        try (SqliteStore store = SqliteStore.openExisting(file, CLOCK)) {
            Version11Store.requireCanonicalForms(store, source);
        }
        try (SqliteStore store = SqliteStore.openExisting(file, CLOCK)) {
            assertThat(store.upgradeNotes()).isEmpty();
        }
    }

    @Test
    void a_damaged_file_is_reported() throws IOException {
        Path file = folder.resolve("heed.db");
        SqliteStore.open(file, CLOCK).close();
        byte[] bytes = Files.readAllBytes(file);
        byte[] damaged = Arrays.copyOf(bytes, bytes.length);
        Arrays.fill(damaged, 4096, damaged.length, (byte) 'x');
        Files.write(file, damaged);
        assertThatThrownBy(() -> SqliteStore.open(file, CLOCK).close())
                .isInstanceOf(StoreException.class)
                .hasMessage(file + ": the store's file is damaged");
    }

    @Test
    void several_threads_can_create_one_store_at_the_same_time() throws Exception {
        int openers = 6;
        CyclicBarrier start = new CyclicBarrier(openers);
        Path file = folder.resolve("heed.db");
        ExecutorService threads = Executors.newFixedThreadPool(openers);
        try {
            List<Future<String>> ids = new ArrayList<>();
            for (int i = 0; i < openers; i++) {
                ids.add(threads.submit(() -> {
                    start.await();
                    try (SqliteStore store = SqliteStore.open(file, CLOCK)) {
                        return store.id();
                    }
                }));
            }
            List<String> distinct = new ArrayList<>();
            for (Future<String> id : ids) {
                distinct.add(id.get());
            }
            assertThat(distinct.stream().distinct()).hasSize(1);
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void a_closed_store_reports_that_it_is_closed() {
        SqliteStore store = SqliteStore.open(folder.resolve("heed.db"), CLOCK);
        store.close();
        store.close();
        assertThatThrownBy(store::accounts)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the store is closed");
        assertThatThrownBy(() -> store.addAccount("Acme", ZoneOffset.UTC)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @Promise(8)
    void a_store_that_was_replaced_while_it_was_open_accepts_no_change() throws IOException {
        Path file = folder.resolve("heed.db");
        try (SqliteStore store = SqliteStore.open(file, CLOCK)) {
            assertThat(store.addAccount("Acme", ZoneOffset.UTC)).isNotNull();
            Files.move(file, folder.resolve("old.db"));
            assertThatThrownBy(() -> store.addAccount("Beta", ZoneOffset.UTC))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("was moved or replaced");
        }
    }

    @Test
    @Promise(8)
    void a_store_without_its_newest_changes_or_with_two_names_is_refused() throws IOException {
        Path file = folder.resolve("heed.db");
        Path copy = Files.createDirectory(folder.resolve("copy")).resolve("heed.db");
        try (SqliteStore store = SqliteStore.open(file, CLOCK)) {
            assertThat(store.addAccount("Acme", ZoneOffset.UTC)).isNotNull();
            Files.copy(file, copy);
            Files.copy(folder.resolve("heed.db-shm"), copy.resolveSibling("heed.db-shm"));
        }
        assertThatThrownBy(() -> SqliteStore.openExisting(copy, CLOCK))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("heed.db-wal");
        Files.createLink(folder.resolve("second.db"), file);
        assertThatThrownBy(() -> SqliteStore.openExisting(file, CLOCK))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("hard link");
    }

    private static void execute(Path file, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
