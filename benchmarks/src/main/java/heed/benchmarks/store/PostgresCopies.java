package heed.benchmarks.store;

import heed.examples.prove.DurablePostgres;
import heed.store.PostgresServer;
import heed.store.PostgresStore;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;

/** Databases of a PostgreSQL server that are filled once, and copied for each round. */
public final class PostgresCopies {
    private PostgresCopies() {}

    /** Opens the store at an address, and creates its tables if the database is empty. */
    public static PostgresStore open(String address) {
        return PostgresStore.open(PostgresServer.parse(address), Optional.empty(), Clock.systemUTC());
    }

    /**
     * Creates the database that each round starts with, if it does not exist, and updates its statistics.
     *
     * @param filler fills the empty store, and may close it
     */
    public static void createIfMissing(DurablePostgres server, String name, Consumer<PostgresStore> filler)
            throws SQLException {
        if (exists(server, name)) {
            return;
        }
        String unfinished = "unfinished_" + name;
        server.execute("DROP DATABASE IF EXISTS " + unfinished);
        server.execute("CREATE DATABASE " + unfinished);
        try (PostgresStore store = open(server.address(unfinished))) {
            filler.accept(store);
        }
        try (Connection connection = DriverManager.getConnection(server.url(unfinished));
                Statement statement = connection.createStatement()) {
            statement.execute("VACUUM ANALYZE");
        }
        server.execute("ALTER DATABASE " + unfinished + " RENAME TO " + name);
    }

    private static boolean exists(DurablePostgres server, String name) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.url("postgres"));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + name + "'")) {
            return rows.next();
        }
    }

    /** Replaces a database with a copy of another one. */
    public static void copy(DurablePostgres server, String name, String copy) throws SQLException {
        server.execute("DROP DATABASE IF EXISTS " + copy);
        server.execute("CREATE DATABASE " + copy + " TEMPLATE " + name + " STRATEGY file_copy");
        server.execute("CHECKPOINT");
    }
}
