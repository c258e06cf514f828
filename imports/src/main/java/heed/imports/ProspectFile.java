package heed.imports;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The rows of a file of prospects, read one by one. */
public interface ProspectFile extends AutoCloseable {
    /** Returns the next row; empty at the end. */
    Optional<FileRow> next() throws IOException;

    /** Returns the headings of {@link FileRow#cells()}. */
    List<String> headings();

    @Override
    void close() throws IOException;
}
