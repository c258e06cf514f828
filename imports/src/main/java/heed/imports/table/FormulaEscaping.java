package heed.imports.table;

/**
 * Keeps spreadsheets from running cells as formulas. A cell that starts like a formula (= + - @, their full-width
 * forms, a tab or a line end), also behind apostrophes, is written with one more apostrophe at its start and read with
 * one less: {@code =1+1} is written as {@code '=1+1}, and {@code '=1+1} as {@code ''=1+1}. Other cells are unchanged.
 */
public final class FormulaEscaping {
    private static final String FORMULA_STARTS = "=+-@\t\r\n＝＋－＠";
    private static final char ESCAPE = '\'';

    private FormulaEscaping() {}

    /** Returns the cell as it is written to a file. */
    public static String escape(String cell) {
        return isFormula(cell) ? ESCAPE + cell : cell;
    }

    /** Returns the cell that {@link #escape} has written. */
    public static String unescape(String cell) {
        return !cell.isEmpty() && cell.charAt(0) == ESCAPE && isFormula(cell) ? cell.substring(1) : cell;
    }

    private static boolean isFormula(String cell) {
        int start = 0;
        while (start < cell.length() && cell.charAt(start) == ESCAPE) {
            start++;
        }
        return start < cell.length() && FORMULA_STARTS.indexOf(cell.charAt(start)) >= 0;
    }
}
