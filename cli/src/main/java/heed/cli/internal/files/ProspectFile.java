package heed.cli.internal.files;

import heed.model.field.Field;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Prospects in a file, read one after another. */
public interface ProspectFile extends AutoCloseable {
    /** The next row, or empty at the end. */
    Optional<FileRow> next() throws IOException;

    /** The headings of {@link FileRow#cells()}. */
    List<String> headings();

    /** The columns that are imported, as far as is known, in the file's order. */
    Map<String, Field> mapped();

    /** The columns that no field takes, as far as is known, in the file's order. */
    List<String> unmapped();

    @Override
    void close() throws IOException;
}
