package heed.cli.internal.files;

/**
 * Keeps a spreadsheet from running what a cell says. A cell that starts as a formula does (= + - @, their full-width forms,
 * a tab or a line end), or with apostrophes and then so, is written with one more apostrophe before it, and read with one
 * less: {@code =1+1} is written {@code '=1+1}, and {@code '=1+1} is written {@code ''=1+1}. Other cells stay as they are.
 */
public final class FormulaEscaping {
    private static final String FORMULA_STARTS = "=+-@\t\r\n＝＋－＠";
    private static final char ESCAPE = '\'';

    private FormulaEscaping() {}

    public static String escape(String cell) {
        return isFormula(cell) ? ESCAPE + cell : cell;
    }

    static String unescape(String cell) {
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
