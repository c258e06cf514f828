package heed.cli.files;

import heed.model.Field;
import heed.model.ImportRow;
import heed.model.Value;
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
    FileRow(long line, Map<Field, Optional<Value>> values, List<String> original, Optional<String> problem) {
        this(new ImportRow(line, values), original, problem);
    }

    long line() {
        return said.line();
    }
}
