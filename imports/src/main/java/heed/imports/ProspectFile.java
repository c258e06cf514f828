package heed.imports;

import heed.model.field.Field;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A file of prospects, read row by row. */
public interface ProspectFile extends AutoCloseable {
    /** Returns the next row; empty at the end. */
    Optional<FileRow> next() throws IOException;

    /** Returns the headings of {@link FileRow#cells()}. */
    List<String> headings();

    /** Returns the imported columns that are known so far, in the file's order, each with its field. */
    Map<String, Field> mapped();

    /** Returns the columns known so far that match no field and are not imported, in the file's order. */
    List<String> unmapped();

    @Override
    void close() throws IOException;
}
