package heed.cli.files;

import heed.model.Field;
import heed.model.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A prospect as a file has it.
 *
 * @param line where the row starts, from 1
 * @param values by field; empty clears the field, and what is not named is left alone
 * @param original the cells, for the reject file
 * @param problem why the row cannot be imported
 */
record FileRow(long line, Map<Field, Optional<Value>> values, List<String> original, Optional<String> problem) {}
