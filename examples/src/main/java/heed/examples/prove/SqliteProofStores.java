package heed.examples.prove;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Embedded stores, each in a file of its own in one folder. */
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
    public void clear(String name) throws IOException {
        SqliteFiles.delete(file(name));
    }

    @Override
    public void copy(String from, String to) throws IOException {
        SqliteFiles.copy(file(from), file(to));
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
