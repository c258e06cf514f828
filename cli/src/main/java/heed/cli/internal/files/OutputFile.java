package heed.cli.internal.files;

import heed.cli.internal.stores.StoreLocation;
import heed.cli.process.CommandException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/**
 * A file that a command may write: its folder can be written to, and it is neither a file of the store nor one that the
 * command reads, whatever links lead to it.
 */
public final class OutputFile {
    private final Path path;

    private OutputFile(Path path) {
        this.path = path;
    }

    /**
     * Checks a file before anything is written. It may exist.
     *
     * @param store the store of the command
     * @param inputs the files that the command reads
     * @throws CommandException if the file cannot be written, or would replace one of the others
     */
    public static OutputFile require(Path target, StoreLocation store, Collection<Path> inputs) {
        Path folder = target.toAbsolutePath().getParent();
        if (Files.isDirectory(target)) {
            throw CommandException.invalid("target", target + " is a folder; give a file");
        }
        if (folder == null || !Files.isDirectory(folder)) {
            throw CommandException.invalid("target", target + " cannot be written: there is no folder " + folder);
        }
        if (!Files.isWritable(folder)) {
            throw CommandException.invalid(
                    "target", target + " cannot be written: the permissions of " + folder + " do not allow it");
        }
        requireSeparate(target, store, inputs);
        return new OutputFile(target);
    }

    /**
     * Checks only that a file is neither one of the store nor an input.
     *
     * @throws CommandException if it is
     */
    static void requireSeparate(Path target, StoreLocation store, Collection<Path> inputs) {
        if (store.files().stream().anyMatch(file -> isSame(file, target))) {
            throw CommandException.invalid(
                    "target",
                    target + " is a file of the store " + store + " and cannot be written to; name another file");
        }
        if (inputs.stream().anyMatch(file -> isSame(file, target))) {
            throw CommandException.invalid(
                    "target", target + " is a file that the command reads; name another file to write");
        }
    }

    /** Two paths are one file if links make them one, or if the file that has yet to be created will be at both. */
    private static boolean isSame(Path first, Path second) {
        try {
            if (Files.exists(first) && Files.exists(second)) {
                return Files.isSameFile(first, second);
            }
            return place(first).equals(place(second));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path place(Path path) throws IOException {
        if (Files.exists(path)) {
            return path.toRealPath();
        }
        Path linked = Files.isSymbolicLink(path) ? path.resolveSibling(Files.readSymbolicLink(path)) : path;
        Path absolute = linked.toAbsolutePath().normalize();
        Path folder = absolute.getParent();
        return folder == null || !Files.exists(folder)
                ? absolute
                : folder.toRealPath().resolve(String.valueOf(absolute.getFileName()));
    }

    /** Returns the path of the file. */
    public Path path() {
        return path;
    }
}
