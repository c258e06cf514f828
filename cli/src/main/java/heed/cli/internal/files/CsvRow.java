package heed.cli.internal.files;

import java.util.List;
import java.util.Optional;

/**
 * Cells as a file has them.
 *
 * @param line where they start, from 1
 * @param problem why they cannot be taken
 */
record CsvRow(long line, List<String> cells, Optional<String> problem) {}
