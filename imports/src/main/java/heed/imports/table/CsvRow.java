package heed.imports.table;

import heed.imports.text.InvalidImportException;
import heed.imports.text.TextFile;
import heed.model.field.TextKey;
import java.util.List;
import java.util.Optional;

/**
 * A row of a CSV file.
 *
 * @param line the line on which the row starts, counted from 1
 * @param problem why the row cannot be used; its cells may then be incomplete
 */
public record CsvRow(long line, List<String> cells, Optional<String> problem) {
    /** Tests whether all cells are blank and the row has no problem. */
    public boolean isBlank() {
        if (problem.isPresent()) {
            return false;
        }
        for (String cell : cells) {
            if (!TextKey.clean(cell).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** @throws InvalidImportException if this row, the header of a file, has a problem */
    public void requireHeader(TextFile file) {
        if (problem.isPresent()) {
            throw new InvalidImportException("header", file.name() + ":" + line + ": the header " + problem.get());
        }
    }
}
