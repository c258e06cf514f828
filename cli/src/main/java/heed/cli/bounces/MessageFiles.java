package heed.cli.bounces;

import heed.bounces.BounceReader;
import heed.bounces.BounceVerdict;
import heed.bounces.classify.BounceClassifier;
import heed.bounces.report.MimeBounceReader;
import heed.cli.internal.console.InputPaths;
import heed.cli.process.CommandException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Reads files that contain one message each, in the same way as the messages of the bounce mailbox. */
final class MessageFiles {
    private static final BounceReader READER = new MimeBounceReader(BounceClassifier.standard());

    /** The bytes that are read of a message. Reports are much shorter; the rest is the returned message. */
    private static final int MAX_BYTES = 4 << 20;

    private MessageFiles() {}

    /**
     * Reads the message in a file and returns one verdict for each recipient.
     *
     * @throws CommandException if there is no such file or it cannot be read
     */
    static List<BounceVerdict> readVerdicts(Path file) {
        InputPaths.requireFile(file);
        if (!Files.isRegularFile(file)) {
            throw CommandException.invalid("no-file", file + " is not a regular file");
        }
        try (InputStream content = Files.newInputStream(file)) {
            return READER.read(content.readNBytes(MAX_BYTES));
        } catch (IOException broken) {
            throw CommandException.failed("no-file", file + " cannot be read: " + broken.getMessage());
        }
    }

    /**
     * Lists the files in a folder and its subfolders, ordered by path.
     *
     * @throws CommandException if there is no such folder or it cannot be read
     */
    static List<Path> listFiles(Path folder) {
        InputPaths.requireFolder(folder);
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException broken) {
            throw CommandException.failed("no-folder", folder + " cannot be read: " + broken.getMessage());
        }
    }
}
