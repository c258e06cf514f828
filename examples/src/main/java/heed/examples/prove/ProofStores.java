package heed.examples.prove;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where a proof keeps its stores, each by a name: one is prepared, and every round begins with a copy of it. */
public interface ProofStores {
    /** What is proved of stores. */
    interface Proof<T> {
        T run(ProofStores stores) throws IOException, InterruptedException, SQLException;
    }

    /**
     * Proves something of stores of a kind.
     *
     * @param kind {@code sqlite} for files of the folder, {@code postgres} for a server of its own there; with {@code -disk}
     *     behind it the folder is on a disk of its own, small enough to be filled; with {@code -locked} somebody else comes
     *     to hold things in them
     */
    static <T> T withStores(String kind, Path folder, Proof<T> proof)
            throws IOException, InterruptedException, SQLException {
        boolean locked = kind.endsWith("-locked");
        Optional<Path> disk = kind.endsWith("-disk") ? Optional.of(folder) : Optional.empty();
        if (kind.startsWith("sqlite")) {
            return proof.run(new SqliteProofStores(folder, disk, locked));
        }
        try (DurablePostgres server = DurablePostgres.start(folder, Map.of())) {
            return proof.run(new PostgresProofStores(server, disk, locked));
        }
    }

    /** What {@code --store} says for it. */
    String address(String name);

    /** For JDBC, which then finds the store's tables by their names. */
    String url(String name);

    /** A connection that knows nothing of the product. */
    Connection open(String name) throws SQLException;

    /** Makes room for a store that is not there yet. */
    void clear(String name) throws IOException, SQLException;

    /** A copy of a store that nobody has open, in place of what a killed process left. */
    void copy(String from, String to) throws IOException, SQLException;

    /** The server that keeps them, if there is one. */
    Optional<DurablePostgres> server();

    /** The disk that has nothing but them, if there is one. */
    Optional<Path> disk();

    /** Whether somebody else comes to hold things in them. */
    boolean locked();

    /**
     * The words of the command that works on them.
     *
     * @param executable the {@code heed} executable, which waits a minute for what somebody else holds
     */
    default List<String> command(String executable) {
        return locked() ? ShortTimeoutHeed.command() : List.of(executable);
    }
}
