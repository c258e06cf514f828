package heed.cli.files;

import heed.model.store.ImportRow;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A prospect as a file has it.
 *
 * @param said what there is to import; its line is where the row starts
 * @param original the cells, for the reject file
 * @param problem why the row cannot be imported
 */
record FileRow(ImportRow said, List<String> original, Optional<String> problem) {
    /** One of which nothing can be imported. */
    static FileRow bad(long line, List<String> original, String problem) {
        return new FileRow(new ImportRow(line, Map.of()), original, Optional.of(problem));
    }

    long line() {
        return said.line();
    }
}
