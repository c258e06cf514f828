package heed.cli.files;

/**
 * Keeps a spreadsheet from running what a cell says. A cell that starts as a formula does (= + - @, their full-width forms,
 * a tab or a line end), or with apostrophes and then so, is written with one more apostrophe before it, and read with one
 * less: {@code =1+1} is written {@code '=1+1}, and {@code '=1+1} is written {@code ''=1+1}. Other cells stay as they are.
 */
final class Formula {
    private static final String STARTS = "=+-@\t\r\n＝＋－＠";
    private static final char GUARD = '\'';

    private Formula() {}

    static String defuse(String cell) {
        return runs(cell) ? GUARD + cell : cell;
    }

    static String restore(String cell) {
        return !cell.isEmpty() && cell.charAt(0) == GUARD && runs(cell) ? cell.substring(1) : cell;
    }

    private static boolean runs(String cell) {
        int start = 0;
        while (start < cell.length() && cell.charAt(start) == GUARD) {
            start++;
        }
        return start < cell.length() && STARTS.indexOf(cell.charAt(start)) >= 0;
    }
}
