package heed.examples.prove;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The named stores of a proof. One is prepared, and every round starts with a copy of it. */
public interface ProofStores {
    /** A proof that runs on stores. */
    interface Proof<T> {
        T run(ProofStores stores) throws IOException, InterruptedException, SQLException;
    }

    /**
     * Runs a proof on stores of a kind.
     *
     * @param kind {@code sqlite} for files in the folder, or {@code postgres} for a server that is started there. With the suffix
     *     {@code -disk} the folder must be a small disk of its own, which the proof fills; with {@code -locked} the proof locks
     *     parts of the stores.
     */
    static <T> T withStores(String kind, Path folder, Proof<T> proof)
            throws IOException, InterruptedException, SQLException {
        StoreFaults faults = new StoreFaults(
                kind.endsWith("-disk") ? Optional.of(folder) : Optional.empty(), kind.endsWith("-locked"));
        if (kind.startsWith("sqlite")) {
            return proof.run(new SqliteProofStores(folder, faults));
        }
        try (DurablePostgres server = DurablePostgres.start(folder, Map.of())) {
            return proof.run(new PostgresProofStores(server, faults));
        }
    }

    /** Returns the address of a store for the option {@code --store}. */
    String address(String name);

    /** Returns the JDBC URL of a store. Its tables are found without the name of their schema. */
    String url(String name);

    /** Opens a plain JDBC connection to a store, without any code of the product. */
    default Connection open(String name) throws SQLException {
        return DriverManager.getConnection(url(name));
    }

    /** Deletes a store if it exists, so that a process can create it. */
    void clear(String name) throws IOException, SQLException;

    /** Replaces a store with a copy of another one, which no process has open. */
    void copy(String from, String to) throws IOException, SQLException;

    /** Returns the server of the stores, if there is one. */
    Optional<DurablePostgres> server();

    /** Returns the faults that the proof injects into the stores. */
    StoreFaults faults();

    /**
     * Returns the words that start {@code heed} on these stores. For stores that are locked it is a variant that waits for a lock
     * for less than a second instead of a minute.
     *
     * @param executable the {@code heed} executable
     */
    default List<String> command(String executable) {
        return faults().locked() ? ShortTimeoutHeed.command() : List.of(executable);
    }
}
