package heed.engine.definition;

import heed.filters.json.JsonReader;
import heed.filters.json.QuotedText;
import heed.filters.json.SourceText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The files of one folder and of the folders in it. A link that leads out of the folder is refused. Immutable. */
public final class MessageFolder implements MessageTextFiles {
    private static final int MAX_BYTES = 4 * (JsonReader.MAX_LONG_TEXT_LENGTH + 1);

    private final Path folder;

    private MessageFolder(Path folder) {
        this.folder = folder;
    }

    /** Returns the folder that a definition's file is in. */
    public static MessageFolder of(Path definition) {
        Path folder = definition.getParent();
        return new MessageFolder(folder == null ? Path.of("") : folder);
    }

    @Override
    public SourceText read(String path) {
        try {
            Path file = folder.resolve(path).normalize();
            Path target = file.toRealPath();
            if (!target.startsWith(folder.toRealPath())) {
                throw new UnreadableMessageFileException(
                        QuotedText.of(path) + " is a link to a file outside the folder of the definition");
            } else if (!Files.isRegularFile(target)) {
                throw new UnreadableMessageFileException(QuotedText.of(path) + " is not a file");
            }
            try (InputStream in = Files.newInputStream(target, LinkOption.NOFOLLOW_LINKS)) {
                return SourceText.of(file.toString(), in.readNBytes(MAX_BYTES));
            }
        } catch (NoSuchFileException | InvalidPathException e) {
            throw new UnreadableMessageFileException(
                    "there is no file " + QuotedText.of(path) + " in the folder of the definition");
        } catch (IOException e) {
            throw new UnreadableMessageFileException(QuotedText.of(path) + " cannot be read: " + e.getMessage());
        }
    }
}
