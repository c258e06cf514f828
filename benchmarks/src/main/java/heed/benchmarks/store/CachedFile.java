package heed.benchmarks.store;

import heed.examples.prove.SqliteFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that are created on first use, and reused by later benchmarks. */
public final class CachedFile {
    /** Creates the content of a file. */
    public interface Content {
        void writeTo(Path file) throws IOException;
    }

    private CachedFile() {}

    /** Creates a file if it does not exist. Returns the file. If the creation fails, the next call starts anew. */
    public static Path createIfMissing(Path file, Content content) throws IOException {
        if (!Files.exists(file)) {
            Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
            Files.createDirectories(unfinished.toAbsolutePath().getParent());
            SqliteFiles.delete(unfinished);
            content.writeTo(unfinished);
            Files.move(unfinished, file);
        }
        return file;
    }
}
