package heed.imports;

/**
 * Why a row is rejected.
 *
 * @param reason the reason without the row's values, by which rejected rows are counted
 * @param message the reason with them, for the reject file
 */
public record RowProblem(String reason, String message) {}
