package heed.examples.prove;

import java.sql.SQLException;
import java.util.Optional;

/** Stores in PostgreSQL, each in a database of its own. */
public final class PostgresProofStores implements ProofStores {
    private final DurablePostgres server;
    private final StoreFaults faults;

    public PostgresProofStores(DurablePostgres server) {
        this(server, StoreFaults.NONE);
    }

    PostgresProofStores(DurablePostgres server, StoreFaults faults) {
        this.server = server;
        this.faults = faults;
    }

    @Override
    public String address(String name) {
        return server.address(name);
    }

    @Override
    public String url(String name) {
        return server.url(name) + "&currentSchema=heed";
    }

    @Override
    public void clear(String name) throws SQLException {
        server.execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
        server.execute("CREATE DATABASE " + name);
    }

    @Override
    public void copy(String from, String to) throws SQLException {
        server.execute("DROP DATABASE IF EXISTS " + to + " WITH (FORCE)");
        server.execute("CREATE DATABASE " + to + " TEMPLATE " + from);
    }

    @Override
    public Optional<DurablePostgres> server() {
        return Optional.of(server);
    }

    @Override
    public StoreFaults faults() {
        return faults;
    }
}
