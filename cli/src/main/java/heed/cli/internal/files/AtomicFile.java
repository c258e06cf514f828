package heed.cli.internal.files;

import heed.model.system.PrivateFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;

/**
 * A file that appears complete or not at all: it is written to a temporary file in the same folder, and {@link #commit}
 * moves that to its place. A new file is private ({@link PrivateFile}). Closing without a commit deletes the temporary file.
 */
public final class AtomicFile implements AutoCloseable {
    private final Path path;
    private final Path temporaryFile;
    private boolean committed;

    public AtomicFile(OutputFile file) {
        this.path = file.path().toAbsolutePath();
        this.temporaryFile = path.resolveSibling("." + path.getFileName() + "." + UUID.randomUUID() + ".part");
    }

    /** Opens the temporary file. It is also deleted if the process is asked to end before this file is closed. */
    public OutputStream open() throws IOException {
        temporaryFile.toFile().deleteOnExit();
        return PrivateFile.create(temporaryFile);
    }

    /** Opens the temporary file as {@link #open} does. Only its owner may read it, where the file system knows permissions. */
    public OutputStream openPrivate() throws IOException {
        if (Files.getFileStore(path.resolveSibling(".")).supportsFileAttributeView(PosixFileAttributeView.class)) {
            Path created = Files.createFile(
                    temporaryFile, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            created.toFile().deleteOnExit();
            return Files.newOutputStream(created, StandardOpenOption.WRITE);
        }
        return open();
    }

    /** Forces the temporary file to disk and moves it to its place, where it replaces an existing file. */
    public void commit() throws IOException {
        try (FileChannel channel = FileChannel.open(temporaryFile, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        PrivateFile.replace(temporaryFile, path);
        committed = true;
    }

    @Override
    public void close() throws IOException {
        if (!committed) {
            Files.deleteIfExists(temporaryFile);
        }
    }
}
