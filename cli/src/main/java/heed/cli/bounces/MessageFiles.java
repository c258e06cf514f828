package heed.cli.bounces;

import heed.bounces.BounceReader;
import heed.bounces.BounceVerdict;
import heed.bounces.classify.BounceClassifier;
import heed.bounces.report.MimeBounceReader;
import heed.cli.process.CommandException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Messages in files, one each, read as those of the bounce mailbox are. */
final class MessageFiles {
    private static final BounceReader READER = new MimeBounceReader(BounceClassifier.standard());

    /** Far behind the end of a report; what follows is the message that came back. */
    private static final int MAX_BYTES = 4 << 20;

    private MessageFiles() {}

    /** What a file's message says. */
    static List<BounceVerdict> readVerdicts(Path file) {
        if (!Files.isRegularFile(file)) {
            throw CommandException.invalid(
                    "no-file", Files.exists(file) ? file + " is no file" : "there is no file " + file);
        }
        try (InputStream content = Files.newInputStream(file)) {
            return READER.read(content.readNBytes(MAX_BYTES));
        } catch (IOException broken) {
            throw CommandException.failed("no-file", file + " cannot be read: " + broken.getMessage());
        }
    }

    /** All files in a folder and its folders, by name. */
    static List<Path> listFiles(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw CommandException.invalid(
                    "no-folder", Files.exists(folder) ? folder + " is no folder" : "there is no folder " + folder);
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException broken) {
            throw CommandException.failed("no-folder", folder + " cannot be read: " + broken.getMessage());
        }
    }
}
