package heed.store.internal.sqlite;

import heed.model.store.StoreException;
import heed.store.internal.sql.SchemaVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;

/**
 * Brings a file to the schema of this program. Two numbers in the file's header say whose it is and how far it is, so that
 * opening a store costs two reads; Flyway is asked only when a migration is due.
 */
final class SqliteMigrations {
    private static final int APPLICATION_ID = 0x48656564; // "Heed"
    private static final String SCRIPTS = "classpath:heed/store/sqlite";
    private static final int ATTEMPTS = 10;

    private SqliteMigrations() {}

    static void prepare(Path file, boolean create, Duration lockTimeout) {
        if (!create && !Files.exists(file)) {
            throw new StoreException("there is no store at " + file);
        }
        if (Files.isDirectory(file)) {
            throw new StoreException(file + " is a folder, not a store");
        }
        try (Connection connection = SqliteDatabase.connect(file, create, lockTimeout);
                Statement statement = connection.createStatement()) {
            if (number(statement, "PRAGMA application_id") != APPLICATION_ID) {
                claimFile(statement, file, create);
            }
            long version = number(statement, "PRAGMA user_version");
            if (version > SchemaVersion.NEWEST) {
                throw new StoreException(file + " was written by a newer version of Heed: its schema is " + version
                        + ", this program knows those up to " + SchemaVersion.NEWEST);
            }
            useWriteAheadLog(statement);
            if (version < SchemaVersion.NEWEST) {
                migrate(statement, file, lockTimeout);
            }
        } catch (SQLException e) {
            throw new StoreException(
                    file + ": " + SqliteErrorTranslator.translate(e).getMessage(), e);
        }
    }

    /** Makes an empty file ours; the check and the mark are one transaction, whoever else creates it at this moment. */
    private static void claimFile(Statement statement, Path file, boolean create) throws SQLException {
        if (create) {
            statement.execute("BEGIN IMMEDIATE");
        }
        if (number(statement, "PRAGMA application_id") != APPLICATION_ID) {
            if (!create || number(statement, "SELECT count(*) FROM sqlite_schema") > 0) {
                throw new StoreException(file + " is no store: it is an SQLite database of something else");
            }
            statement.execute("PRAGMA application_id = " + APPLICATION_ID);
        }
        statement.execute("COMMIT");
    }

    /** The mode is kept in the file, but a copy of it may have lost it. It cannot be changed while others are at work. */
    private static void useWriteAheadLog(Statement statement) throws SQLException {
        for (int attempt = 1; !"wal".equals(text(statement, "PRAGMA journal_mode")); attempt++) {
            try {
                statement.execute("PRAGMA journal_mode = WAL");
            } catch (SQLException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                statement.execute("BEGIN IMMEDIATE"); // waits for who is at work
                statement.execute("COMMIT");
            }
        }
    }

    private static void migrate(Statement statement, Path file, Duration lockTimeout) throws SQLException {
        SQLiteConfig config = SqliteDatabase.config(lockTimeout);
        config.setTransactionMode(TransactionMode.IMMEDIATE);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl(SqliteDatabase.url(file));
        Flyway flyway = Flyway.configure(SqliteMigrations.class.getClassLoader())
                .dataSource(source)
                .locations(SCRIPTS)
                .load();
        for (int attempt = 1; number(statement, "PRAGMA user_version") < SchemaVersion.NEWEST; attempt++) {
            try {
                flyway.migrate();
            } catch (FlywayException e) {
                // Two processes may migrate one file at once: each migration is a transaction, so that one of them is
                // late.
                if (attempt == ATTEMPTS) {
                    throw new StoreException(file + " could not be migrated", e);
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
