package heed.cli.internal.console;

import heed.cli.process.CommandException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Checks the files and folders that a command is to read. */
public final class InputPaths {
    private InputPaths() {}

    /** @throws CommandException if nothing has this path, or if a folder has it */
    public static void requireFile(Path path) {
        if (!Files.exists(path)) {
            throw CommandException.invalid("no-file", "there is no file " + path);
        }
        if (Files.isDirectory(path)) {
            throw CommandException.invalid("no-file", path + " is a folder; give a file");
        }
    }

    /** @throws CommandException if nothing has this path, or if something other than a folder has it */
    public static void requireFolder(Path path) {
        if (!Files.exists(path)) {
            throw CommandException.invalid("no-folder", "there is no folder " + path);
        }
        if (!Files.isDirectory(path)) {
            throw CommandException.invalid("no-folder", path + " is not a folder");
        }
    }
}
