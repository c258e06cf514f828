package heed.cli.internal.files;

import heed.cli.process.CommandException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes a file that is there whole or not at all: beside its place first, and moved when it is done. */
public final class AtomicFile implements AutoCloseable {
    private static final Path STANDARD_OUTPUT = Path.of("-");

    private final Path path;
    private final Path temporaryFile;
    private boolean committed;

    public AtomicFile(Path path) {
        this.path = path.toAbsolutePath();
        this.temporaryFile = this.path.resolveSibling(
                "." + path.getFileName() + "." + ProcessHandle.current().pid() + ".part");
    }

    /** The file that is named; empty for standard output, which is what is meant by none and by -. */
    public static Optional<Path> targetOf(@Nullable Path file) {
        return Optional.ofNullable(file).filter(name -> !name.equals(STANDARD_OUTPUT));
    }

    /** @throws CommandException if no file can be made there */
    public static void requireWritable(Path target) {
        Path folder = target.toAbsolutePath().getParent();
        if (Files.isDirectory(target)) {
            throw CommandException.invalid("target", target + " is a folder, and a file is wanted");
        }
        if (folder == null || !Files.isDirectory(folder)) {
            throw CommandException.invalid("target", target + " cannot be written: there is no folder " + folder);
        }
        if (!Files.isWritable(folder)) {
            throw CommandException.invalid("target", target + " cannot be written: " + folder + " does not allow it");
        }
    }

    public OutputStream open() throws IOException {
        return Files.newOutputStream(temporaryFile);
    }

    /** On disk and in its place, in the stead of what was there. */
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
