package heed.store.internal.postgres;

import heed.model.store.StoreException;
import heed.store.internal.sql.SchemaVersion;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.OptionalInt;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * Brings a schema to that of this program. Each migration sets the store's version to its number, so that opening a store
 * costs two reads; Flyway, which lets one process at a time migrate, is asked only when a migration is due.
 */
final class PostgresMigrations {
    private static final int MIN_SERVER_VERSION = 14;
    private static final String SCRIPTS = "classpath:heed/store/postgres";

    private static final String PRIVILEGES = """
            SELECT current_user AS role, pg_get_userbyid(t.relowner) AS owner,
                coalesce(pg_has_role(t.relowner, 'USAGE'), FALSE) AS owns,
                CASE WHEN s.schema IS NULL THEN has_database_privilege(current_database(), 'CREATE')
                    ELSE has_schema_privilege(s.schema::oid, 'CREATE') END AS makes
            FROM (SELECT to_regnamespace(?) AS schema, to_regclass(?) AS store) AS s
            LEFT JOIN pg_class t ON t.oid = s.store
            """;

    private PostgresMigrations() {}

    static void prepare(DataSource source, String schema, boolean create, Duration lockTimeout) {
        OptionalInt version = readVersion(source, schema, lockTimeout);
        if (version.isEmpty() && !create) {
            throw new StoreException("there is no store in the schema " + schema + " of the database");
        }
        if (version.isPresent() && version.getAsInt() > SchemaVersion.NEWEST) {
            throw new StoreException("the store was written by a newer version of Heed: its schema is "
                    + version.getAsInt() + ", this program knows those up to " + SchemaVersion.NEWEST);
        }
        if (version.isEmpty() || version.getAsInt() < SchemaVersion.NEWEST) {
            requirePrivileges(source, schema, version);
            migrate(source, schema);
        }
    }

    /** Says what to do, and who could, before anything is tried. */
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
                            + " give one command, such as `heed accounts`, as the role " + rows.getString("owner")
                            + ", which owns the store");
                }
                if (!rows.getBoolean("makes")) {
                    throw new StoreException("the role " + role + " may not make tables in the schema " + schema
                            + ": make the store as a role that may (docs/stores.md says which)");
                }
            }
        } catch (SQLException e) {
            throw PostgresErrorTranslator.translate(e);
        }
    }

    /**
     * Of the store; empty if there is none.
     *
     * @param lockTimeout how long it waits for who has locked it
     */
    static OptionalInt readVersion(DataSource source, String schema, Duration lockTimeout) {
        try (Connection connection = source.getConnection()) {
            int server = connection.getMetaData().getDatabaseMajorVersion();
            if (server < MIN_SERVER_VERSION) {
                throw new StoreException(
                        "the server is PostgreSQL " + server + "; Heed needs " + MIN_SERVER_VERSION + " or later");
            }
            if (!"UTF8".equals(querySingle(connection, "SELECT current_setting('server_encoding')"))) {
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
            String unused = querySingle(connection, "SELECT " + PostgresDatabase.lockTimeoutSql(lockTimeout));
            return Integer.parseInt(querySingle(connection, "SELECT version FROM " + quote(schema) + ".store"));
        } finally {
            connection.rollback(); // which gives the connection back without the setting
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

    private static String querySingle(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return String.valueOf(rows.getString(1));
        }
    }

    private static void migrate(DataSource source, String schema) {
        try {
            Flyway.configure(PostgresMigrations.class.getClassLoader())
                    .dataSource(source)
                    .schemas(schema)
                    .locations(SCRIPTS)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new StoreException(
                    "the store in the schema " + schema + " could not be made or brought up to date", e);
        }
    }

    static String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
