package heed.cli.internal.files;

import heed.cli.process.CommandException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that appears complete or not at all: it is written to a temporary file in the same folder, and {@link #commit}
 * moves that to its place. Closing without a commit deletes the temporary file.
 */
public final class AtomicFile implements AutoCloseable {
    private final Path path;
    private final Path temporaryFile;
    private boolean committed;

    public AtomicFile(Path path) {
        this.path = path.toAbsolutePath();
        this.temporaryFile = this.path.resolveSibling(
                "." + path.getFileName() + "." + ProcessHandle.current().pid() + ".part");
    }

    /** @throws CommandException if no file can be written to this path */
    public static void requireWritable(Path target) {
        Path folder = target.toAbsolutePath().getParent();
        if (Files.isDirectory(target)) {
            throw CommandException.invalid("target", target + " is a folder; give a file");
        }
        if (folder == null || !Files.isDirectory(folder)) {
            throw CommandException.invalid("target", target + " cannot be written: there is no folder " + folder);
        }
        if (!Files.isWritable(folder)) {
            throw CommandException.invalid(
                    "target", target + " cannot be written: " + "the permissions of " + folder + " do not allow it");
        }
    }

    /** Opens the temporary file. */
    public OutputStream open() throws IOException {
        return Files.newOutputStream(temporaryFile);
    }

    /** Forces the temporary file to disk and moves it to its place, where it replaces an existing file. */
    public void commit() throws IOException {
        try (FileChannel channel = FileChannel.open(temporaryFile, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(temporaryFile, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        committed = true;
    }

    @Override
    public void close() throws IOException {
        if (!committed) {
            Files.deleteIfExists(temporaryFile);
        }
    }
}
