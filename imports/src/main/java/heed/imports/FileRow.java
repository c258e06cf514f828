package heed.imports;

import heed.model.store.ImportRow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A row of a file that is imported.
 *
 * @param importRow the values to import, with the line on which the row starts
 * @param cells the cells of the row, for the reject file
 * @param problem why the row cannot be imported; empty if it can
 * @param noes the flags that are Yes in the row, also if it cannot be imported
 */
public record FileRow(ImportRow importRow, List<String> cells, Optional<RowProblem> problem, Optional<RowNoes> noes) {
    /** Creates a row that cannot be imported. */
    static FileRow rejected(long line, List<String> cells, RowProblem problem, Optional<RowNoes> noes) {
        return new FileRow(new ImportRow(line, Map.of()), cells, Optional.of(problem), noes);
    }

    /**
     * Reads a row, and rejects it if an unexpected exception ends its reading, so that the rows behind it are still read.
     *
     * @param noes finds the flags that are Yes in the row another way
     */
    static FileRow read(long line, List<String> cells, Supplier<FileRow> reading, Supplier<Optional<RowNoes>> noes) {
        try {
            return reading.get();
        } catch (RuntimeException fault) {
            return rejected(line, cells, RowProblem.unexpected(fault), readNoes(noes));
        }
    }

    private static Optional<RowNoes> readNoes(Supplier<Optional<RowNoes>> noes) {
        try {
            return noes.get();
        } catch (RuntimeException fault) {
            return Optional.empty();
        }
    }

    /** Returns this row as one that cannot be imported because an unexpected exception ended its import. */
    public FileRow rejected(RuntimeException fault) {
        return new FileRow(importRow, cells, Optional.of(RowProblem.unexpected(fault)), noes);
    }

    /** Returns the line on which the row starts, counted from 1. */
    public long line() {
        return importRow.line();
    }
}
