package heed.examples.prove;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Embedded stores, each in a file of its own in one folder. */
public final class SqliteProofStores implements ProofStores {
    private final Path folder;
    private final StoreFaults faults;

    public SqliteProofStores(Path folder) {
        this(folder, StoreFaults.NONE);
    }

    SqliteProofStores(Path folder, StoreFaults faults) {
        this.folder = folder.toAbsolutePath();
        this.faults = faults;
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
    public StoreFaults faults() {
        return faults;
    }
}
