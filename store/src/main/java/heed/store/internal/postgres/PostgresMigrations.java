package heed.store.internal.postgres;

import heed.model.store.StoreException;
import heed.store.internal.sql.SchemaVersion;
import heed.store.internal.upgrade.CanonicalFormsMigration;
import heed.store.internal.upgrade.CanonicalFormsMigration.UpgradeSql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.OptionalInt;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * Creates a store's schema or upgrades it to {@link SchemaVersion#NEWEST}. Opening an up-to-date store costs two reads: Flyway,
 * which lets one process migrate at a time, runs only when a migration is due.
 */
final class PostgresMigrations {
    private static final int MIN_SERVER_VERSION = 14;
    private static final String SCRIPTS = "classpath:heed/store/postgres";
    private static final UpgradeSql UPGRADE_SQL = new UpgradeSql(
            "UPDATE store SET version = 13",
            "(custom ->> '%d')",
            "jsonb_set(custom, ARRAY['%d'], to_jsonb(CAST(? AS text)))");

    private static final String PRIVILEGES = """
            SELECT current_user AS role, pg_get_userbyid(t.relowner) AS owner,
                coalesce(pg_has_role(t.relowner, 'USAGE'), FALSE) AS owns,
                CASE WHEN s.schema IS NULL THEN has_database_privilege(current_database(), 'CREATE')
                    ELSE has_schema_privilege(s.schema::oid, 'CREATE') END AS creates
            FROM (SELECT to_regnamespace(?) AS schema, to_regclass(?) AS store) AS s
            LEFT JOIN pg_class t ON t.oid = s.store
            """;

    private PostgresMigrations() {}

    /**
     * Makes the schema a store of the newest version.
     *
     * @param create whether to create the store if there is none
     * @return the version that the store had before; 0 if it was created
     * @throws StoreException if there is no store and none is to be created, or if the store cannot be upgraded
     */
    static long prepare(DataSource source, String schema, boolean create, Duration lockTimeout, Clock clock) {
        OptionalInt version = readVersion(source, schema, lockTimeout);
        if (version.isEmpty() && !create) {
            throw new StoreException("there is no store in the schema " + schema + " of the database");
        }
        if (version.isPresent() && version.getAsInt() > SchemaVersion.NEWEST) {
            throw new StoreException("the store was written by a newer version of Heed: its schema is "
                    + version.getAsInt() + ", this program knows schemas up to " + SchemaVersion.NEWEST);
        }
        if (version.isEmpty() || version.getAsInt() < SchemaVersion.NEWEST) {
            requirePrivileges(source, schema, version);
            migrate(source, schema, SchemaVersion.NEWEST, clock);
        }
        return version.orElse(0);
    }

    /**
     * Makes the schema a store of a version, so that a backup of that version can be loaded into it.
     *
     * @throws StoreException if there is a store of another version
     */
    static void prepareForRestore(
            DataSource source, String schema, int wantedVersion, Duration lockTimeout, Clock clock) {
        OptionalInt version = readVersion(source, schema, lockTimeout);
        if (version.isPresent() && version.getAsInt() != wantedVersion) {
            throw new StoreException("the schema " + schema + " has a store of schema " + version.getAsInt()
                    + ", and the backup is of " + wantedVersion + "; restore it into a schema without a store");
        }
        if (version.isEmpty()) {
            requirePrivileges(source, schema, version);
            migrate(source, schema, wantedVersion, clock);
        }
    }

    /**
     * Checks the role's privileges before Flyway starts, so that the message can name what to do and which role may do it.
     */
    private static void requirePrivileges(DataSource source, String schema, OptionalInt version) {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(PRIVILEGES)) {
            statement.setString(1, quote(schema));
            statement.setString(2, quote(schema) + ".store");
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                String role = rows.getString("role");
                if (version.isPresent() && !rows.getBoolean("owns")) {
                    throw new StoreException("the store's schema is " + version.getAsInt() + " and this program's is "
                            + SchemaVersion.NEWEST + ", but the role " + role + " may not bring it up to date:"
                            + " open the store once as the role " + rows.getString("owner") + ", which owns it");
                }
                if (!rows.getBoolean("creates")) {
                    throw new StoreException("the role " + role + " may not create tables in the schema " + schema
                            + ": create the store as a role that may (see docs/stores.md)");
                }
            }
        } catch (SQLException e) {
            throw PostgresErrorTranslator.translate(e);
        }
    }

    /**
     * Returns the version of the store's schema; empty if there is no store.
     *
     * @param lockTimeout how long to wait if another session has locked the table
     * @throws StoreException if the server or the database's encoding is not supported
     */
    static OptionalInt readVersion(DataSource source, String schema, Duration lockTimeout) {
        try (Connection connection = source.getConnection()) {
            int server = connection.getMetaData().getDatabaseMajorVersion();
            if (server < MIN_SERVER_VERSION) {
                throw new StoreException(
                        "the server is PostgreSQL " + server + "; Heed needs " + MIN_SERVER_VERSION + " or later");
            }
            if (!"UTF8".equals(PostgresDatabase.querySingle(connection, "SELECT current_setting('server_encoding')"))) {
                throw new StoreException("the database must have the encoding UTF8");
            }
            if (!exists(connection, quote(schema) + ".store")) {
                return OptionalInt.empty();
            }
            return OptionalInt.of(readVersion(connection, schema, lockTimeout));
        } catch (SQLException e) {
            throw PostgresErrorTranslator.translate(e);
        }
    }

    private static int readVersion(Connection connection, String schema, Duration lockTimeout) throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(false);
        try {
            String unused =
                    PostgresDatabase.querySingle(connection, "SELECT " + PostgresDatabase.lockTimeoutSql(lockTimeout));
            return Integer.parseInt(
                    PostgresDatabase.querySingle(connection, "SELECT version FROM " + quote(schema) + ".store"));
        } finally {
            connection.rollback(); // also ends the setting of the lock timeout
            connection.setAutoCommit(autoCommit);
        }
    }

    private static boolean exists(Connection connection, String table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT to_regclass(?) IS NOT NULL")) {
            statement.setString(1, table);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getBoolean(1);
            }
        }
    }

    private static void migrate(DataSource source, String schema, int target, Clock clock) {
        try {
            Flyway.configure(PostgresMigrations.class.getClassLoader())
                    .dataSource(source)
                    .schemas(schema)
                    .locations(SCRIPTS)
                    .target(Integer.toString(target))
                    .javaMigrations(new CanonicalFormsMigration(new PostgresDialect(), UPGRADE_SQL, clock))
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new StoreException("the store in the schema " + schema + " could not be created or upgraded", e);
        }
    }

    static String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
