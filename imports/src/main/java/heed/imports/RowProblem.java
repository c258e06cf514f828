package heed.imports;

/**
 * Why a row is rejected.
 *
 * @param reason the reason without the row's values, by which rejected rows are counted
 * @param message the reason with them, for the reject file
 */
public record RowProblem(String reason, String message) {
    /** Returns the problem of a row whose reading failed for a reason that nobody foresaw. */
    static RowProblem unexpected(RuntimeException fault) {
        return new RowProblem(
                "the row cannot be understood, through a fault of Heed",
                "cannot be understood, through a fault of Heed ("
                        + fault.getClass().getSimpleName() + "); please report it with a row of this kind");
    }
}
