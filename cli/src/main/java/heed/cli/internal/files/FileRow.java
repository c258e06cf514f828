package heed.cli.internal.files;

import heed.model.store.ImportRow;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A prospect as a file has it.
 *
 * @param importRow what there is to import; its line is where the row starts
 * @param cells the cells, for the reject file
 * @param problem why the row cannot be imported
 */
public record FileRow(ImportRow importRow, List<String> cells, Optional<String> problem) {
    /** One of which nothing can be imported. */
    static FileRow rejected(long line, List<String> cells, String problem) {
        return new FileRow(new ImportRow(line, Map.of()), cells, Optional.of(problem));
    }

    public long line() {
        return importRow.line();
    }
}
