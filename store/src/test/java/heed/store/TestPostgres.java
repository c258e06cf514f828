package heed.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import heed.model.testing.SettableClock;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL server for the tests of one process, started at its first use. It does not sync to disk, so it is of no use to
 * tests of crashes. The role of the owner creates stores, the role {@code heed} uses them.
 */
public final class TestPostgres {
    private static final Path ROLES = Path.of("..", "docs", "postgresql-roles.sql");
    public static final String PASSWORD = "let-me-in";
    private static final TestPostgres SERVER = new TestPostgres();

    private final EmbeddedPostgres server;
    private final HikariDataSource userDataSource;

    private TestPostgres() {
        try {
            server = EmbeddedPostgres.builder().start();
            String[] roles = Files.readString(ROLES).split("-- Second part\\.", 2);
            execute(server.getPostgresDatabase(), roles[0]);
            requirePassword();
            Clock clock = new SettableClock(Instant.EPOCH);
            PostgresStore.open(connectAsOwner(), PostgresStore.SCHEMA, clock).close();
            execute(server.getPostgresDatabase(), "--" + roles[1]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        HikariConfig config = new HikariConfig();
        PGSimpleDataSource source = (PGSimpleDataSource) server.getDatabase("heed", "postgres");
        source.setPassword(PASSWORD);
        config.setDataSource(source);
        config.setMaximumPoolSize(40);
        config.setMinimumIdle(0);
        userDataSource = new HikariDataSource(config);
    }

    private void requirePassword() throws IOException {
        execute(server.getPostgresDatabase(), "ALTER ROLE heed PASSWORD '" + PASSWORD + "'");
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW hba_file")) {
            rows.next();
            Path file = Path.of(rows.getString(1));
            Files.writeString(file, "host all heed all scram-sha-256\n" + Files.readString(file));
            statement.execute("SELECT pg_reload_conf()");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the address of the store as {@code --store} takes it; the role needs {@link #PASSWORD}. */
    public static String storeAddress() {
        return PostgresServer.SCHEME + "heed@localhost:" + SERVER.server.getPort() + "/postgres";
    }

    /** Returns the connections of the role that uses stores. */
    public static DataSource userDataSource() {
        return SERVER.userDataSource;
    }

    /** Empties the store, and returns the connections of the role that uses it. */
    public static DataSource emptyStore() {
        execute(ownerDataSource(), """
                DO $$ BEGIN
                    EXECUTE (SELECT 'TRUNCATE ' || string_agg('heed.' || tablename, ', ') || ' RESTART IDENTITY'
                        FROM pg_tables WHERE schemaname = 'heed' AND tablename NOT IN ('store', 'flyway_schema_history'));
                    UPDATE heed.store SET removed_account = 0;
                END $$
                """);
        return SERVER.userDataSource;
    }

    /** Returns the connections of the role that owns the tables. */
    static DataSource ownerDataSource() {
        return SERVER.connectAsOwner();
    }

    /** Returns the rows of all tables of the store, as XML. */
    static String dump() {
        try (Connection connection = ownerDataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT schema_to_xml('heed', false, false, '')::text")) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Copies the rows of all tables, and the states of all sequences, as a dump does. */
    static void backUp() {
        execute(administratorDataSource(), """
                DROP SCHEMA IF EXISTS backup CASCADE;
                CREATE SCHEMA backup;
                DO $$ DECLARE name text; BEGIN
                    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'heed' LOOP
                        EXECUTE format('CREATE TABLE backup.%1$I AS TABLE heed.%1$I', name);
                    END LOOP;
                    CREATE TABLE backup.sequence_states AS SELECT sequencename, last_value FROM pg_sequences
                        WHERE schemaname = 'heed';
                END $$
                """);
    }

    /** Makes the store what it was when {@link #backUp} was called. */
    static void restore() {
        execute(administratorDataSource(), """
                SET session_replication_role = replica;
                DO $$ DECLARE name text; last bigint; BEGIN
                    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'heed' LOOP
                        EXECUTE format('TRUNCATE heed.%I CASCADE', name);
                    END LOOP;
                    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'heed' LOOP
                        EXECUTE format('INSERT INTO heed.%1$I OVERRIDING SYSTEM VALUE TABLE backup.%1$I', name);
                    END LOOP;
                    FOR name, last IN SELECT * FROM backup.sequence_states LOOP
                        PERFORM setval(format('heed.%I', name), coalesce(last, 1), last IS NOT NULL);
                    END LOOP;
                END $$;
                """);
    }

    /** Cancels the statements that wait for a lock, as an administrator would. */
    static void cancelWaiting() {
        execute(administratorDataSource(), "SELECT pg_cancel_backend(pid) FROM pg_locks WHERE NOT granted");
    }

    private DataSource connectAsOwner() {
        return server.getDatabase("heed_owner", "postgres");
    }

    /** Changes rows without a check of references, as no role of Heed may. */
    static void executeUnchecked(String sql) {
        execute(
                SERVER.server.getDatabase("postgres", "postgres"),
                "BEGIN; SET LOCAL search_path = heed; SET LOCAL session_replication_role = replica; " + sql
                        + "; COMMIT");
    }

    /** Returns the connections of the administrator. */
    public static DataSource administratorDataSource() {
        return SERVER.server.getPostgresDatabase();
    }

    static void execute(DataSource source, String sql) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
