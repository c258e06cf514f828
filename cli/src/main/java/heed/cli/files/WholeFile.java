package heed.cli.files;

import heed.cli.console.Failure;
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
final class WholeFile implements AutoCloseable {
    private static final Path STANDARD_OUTPUT = Path.of("-");

    private final Path path;
    private final Path unfinished;
    private boolean done;

    WholeFile(Path path) {
        this.path = path.toAbsolutePath();
        this.unfinished = this.path.resolveSibling(
                "." + path.getFileName() + "." + ProcessHandle.current().pid() + ".part");
    }

    /** The file that is named; empty for standard output, which is what is meant by none and by -. */
    static Optional<Path> named(@Nullable Path file) {
        return Optional.ofNullable(file).filter(name -> !name.equals(STANDARD_OUTPUT));
    }

    /** @throws Failure if no file can be made there */
    static void check(Path target) {
        Path folder = target.toAbsolutePath().getParent();
        if (Files.isDirectory(target)) {
            throw Failure.invalid("target", target + " is a folder, and a file is wanted");
        }
        if (folder == null || !Files.isDirectory(folder)) {
            throw Failure.invalid("target", target + " cannot be written: there is no folder " + folder);
        }
        if (!Files.isWritable(folder)) {
            throw Failure.invalid("target", target + " cannot be written: " + folder + " does not allow it");
        }
    }

    OutputStream open() throws IOException {
        return Files.newOutputStream(unfinished);
    }

    /** On disk and in its place, in the stead of what was there. */
    void done() throws IOException {
        try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        done = true;
    }

    @Override
    public void close() throws IOException {
        if (!done) {
            Files.deleteIfExists(unfinished);
        }
    }
}
