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

/** Databases of a server that are filled once, and copied for each round. */
public final class PostgresCopies {
    private PostgresCopies() {}

    public static PostgresStore open(String address) {
        return PostgresStore.open(PostgresServer.parse(address), Optional.empty(), Clock.systemUTC());
    }

    /**
     * Makes the database that each round begins with, if it is not there; its statistics are up to date.
     *
     * @param filler may close the store
     */
    public static void createIfMissing(DurablePostgres server, String name, Consumer<PostgresStore> filler)
            throws SQLException {
        if (exists(server, name)) {
            return;
        }
        String making = "making_" + name;
        server.execute("DROP DATABASE IF EXISTS " + making);
        server.execute("CREATE DATABASE " + making);
        try (PostgresStore store = open(server.address(making))) {
            filler.accept(store);
        }
        try (Connection connection = DriverManager.getConnection(server.url(making));
                Statement statement = connection.createStatement()) {
            statement.execute("VACUUM ANALYZE");
        }
        server.execute("ALTER DATABASE " + making + " RENAME TO " + name);
    }

    private static boolean exists(DurablePostgres server, String name) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.url("postgres"));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + name + "'")) {
            return rows.next();
        }
    }

    /** Copies a database over whatever was there. */
    public static void copy(DurablePostgres server, String name, String copy) throws SQLException {
        server.execute("DROP DATABASE IF EXISTS " + copy);
        server.execute("CREATE DATABASE " + copy + " TEMPLATE " + name + " STRATEGY file_copy");
        server.execute("CHECKPOINT");
    }
}
