package heed.examples.prove;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Embedded stores, each a file of a folder. */
public final class SqliteProofStores implements ProofStores {
    private final Path folder;
    private final Optional<Path> disk;
    private final boolean locked;

    public SqliteProofStores(Path folder) {
        this(folder, Optional.empty(), false);
    }

    SqliteProofStores(Path folder, Optional<Path> disk, boolean locked) {
        this.folder = folder.toAbsolutePath();
        this.disk = disk;
        this.locked = locked;
    }

    private Path file(String name) {
        return folder.resolve(name + ".db");
    }

    @Override
    public String address(String name) {
        return file(name).toString();
    }

    @Override
    public String url(String name) {
        return "jdbc:sqlite:" + file(name);
    }

    @Override
    public Connection open(String name) throws SQLException {
        return DriverManager.getConnection(url(name));
    }

    @Override
    public void clear(String name) throws IOException {
        for (String suffix : List.of("", "-wal", "-shm")) {
            Files.deleteIfExists(Path.of(file(name) + suffix));
        }
    }

    @Override
    public void copy(String from, String to) throws IOException {
        clear(to);
        Files.copy(file(from), file(to), StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public Optional<DurablePostgres> server() {
        return Optional.empty();
    }

    @Override
    public Optional<Path> disk() {
        return disk;
    }

    @Override
    public boolean locked() {
        return locked;
    }
}
