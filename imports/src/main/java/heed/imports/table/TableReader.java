package heed.imports.table;

import java.io.IOException;
import java.util.Optional;

/** Reads the rows of a table in order. */
public interface TableReader extends AutoCloseable {
    /** Returns the next row with a cell that is not blank, or with a problem; empty at the end. */
    Optional<CsvRow> nextNonBlank();

    @Override
    void close() throws IOException;
}
