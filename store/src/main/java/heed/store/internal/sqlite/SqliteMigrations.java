package heed.store.internal.sqlite;

import heed.model.store.StoreException;
import heed.model.system.PrivateFile;
import heed.store.internal.sql.SchemaVersion;
import heed.store.internal.upgrade.CanonicalFormsMigration;
import heed.store.internal.upgrade.CanonicalFormsMigration.UpgradeSql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;

/**
 * Creates a store's schema in a file or upgrades it to {@link SchemaVersion#NEWEST}. Two numbers in the file's header identify
 * Heed's files ({@code application_id}) and their schema version ({@code user_version}). Opening an up-to-date store costs two
 * reads: Flyway runs only when a migration is due.
 */
final class SqliteMigrations {
    private static final int APPLICATION_ID = 0x48656564; // "Heed"
    private static final String SCRIPTS = "classpath:heed/store/sqlite";
    private static final int ATTEMPTS = 10;
    private static final UpgradeSql UPGRADE_SQL = new UpgradeSql(
            "PRAGMA user_version = 13", "json_extract(custom, '$.\"%d\"')", "json_set(custom, '$.\"%d\"', ?)");

    private SqliteMigrations() {}

    /**
     * Makes the file a store of the newest version.
     *
     * @param create whether to create the store if there is none
     * @return the version that the store had before; 0 if it was created
     * @throws StoreException if there is no store and none is to be created, or if the file is not a store of a known version
     */
    static long prepare(Path file, boolean create, Duration lockTimeout, Clock clock) {
        if (!create && !Files.exists(file)) {
            throw new StoreException("there is no store at " + file);
        }
        if (Files.isDirectory(file)) {
            throw new StoreException(file + " is a folder, not a store");
        }
        SqliteFile.requireWhole(file);
        if (create) {
            createPrivateFile(file);
        }
        try (Connection connection = SqliteDatabase.connect(file, create, lockTimeout);
                Statement statement = connection.createStatement()) {
            if (number(statement, "PRAGMA application_id") != APPLICATION_ID) {
                claimFile(statement, file, create);
            }
            long version = number(statement, "PRAGMA user_version");
            if (version > SchemaVersion.NEWEST) {
                throw new StoreException(file + " was written by a newer version of Heed: its schema is " + version
                        + ", this program knows schemas up to " + SchemaVersion.NEWEST);
            }
            useWriteAheadLog(statement);
            if (version < SchemaVersion.NEWEST) {
                migrate(statement, file, lockTimeout, clock);
            }
            return version;
        } catch (SQLException e) {
            throw new StoreException(
                    file + ": " + SqliteErrorTranslator.translate(e).getMessage(), e);
        }
    }

    /** SQLite gives the permissions of this file to the files beside it. */
    private static void createPrivateFile(Path file) {
        try {
            PrivateFile.createIfMissing(file);
        } catch (IOException impossible) {
            // SQLite cannot create the file either, and its error has a sentence of its own.
        }
    }

    /**
     * Marks an empty file as a store. The check and the mark are one transaction, because others may create the file too.
     */
    private static void claimFile(Statement statement, Path file, boolean create) throws SQLException {
        if (create) {
            statement.execute("BEGIN IMMEDIATE");
        }
        if (number(statement, "PRAGMA application_id") != APPLICATION_ID) {
            boolean empty = number(statement, "SELECT count(*) FROM sqlite_schema") == 0;
            if (!create || !empty) {
                throw new StoreException(file + " is not a store: "
                        + (empty ? "the file is empty" : "it is an SQLite database of another program"));
            }
            statement.execute("PRAGMA application_id = " + APPLICATION_ID);
        }
        statement.execute("COMMIT");
    }

    /**
     * Sets the mode again: a copy of the file may have lost it. SQLite cannot change the mode while others use the file.
     */
    private static void useWriteAheadLog(Statement statement) throws SQLException {
        for (int attempt = 1; !"wal".equals(text(statement, "PRAGMA journal_mode")); attempt++) {
            try {
                statement.execute("PRAGMA journal_mode = WAL");
            } catch (SQLException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                statement.execute("BEGIN IMMEDIATE"); // waits for the other writer
                statement.execute("COMMIT");
            }
        }
    }

    private static void migrate(Statement statement, Path file, Duration lockTimeout, Clock clock) throws SQLException {
        SQLiteConfig config = SqliteDatabase.config(lockTimeout);
        config.setTransactionMode(TransactionMode.IMMEDIATE);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl(SqliteDatabase.url(file));
        Flyway flyway = Flyway.configure(SqliteMigrations.class.getClassLoader())
                .dataSource(source)
                .locations(SCRIPTS)
                .javaMigrations(new CanonicalFormsMigration(new SqliteDialect(), UPGRADE_SQL, clock))
                .load();
        for (int attempt = 1; number(statement, "PRAGMA user_version") < SchemaVersion.NEWEST; attempt++) {
            try {
                flyway.migrate();
            } catch (FlywayException e) {
                // Two processes may migrate one file at the same time. Each migration is a transaction, so the
                // second process fails and finds the migration done.
                if (attempt == ATTEMPTS) {
                    throw new StoreException(file + " could not be upgraded", e);
                }
            }
        }
    }

    private static long number(Statement statement, String sql) throws SQLException {
        return Long.parseLong(text(statement, sql));
    }

    private static String text(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
