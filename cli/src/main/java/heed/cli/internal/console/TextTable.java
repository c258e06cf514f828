package heed.cli.internal.console;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * A text table with aligned columns. For a terminal it fits the terminal's width: long cells are cut, except in the last
 * column if {@link #keepLastColumnUncut} is set. A column that is empty in every row is left out. A long table
 * is printed in parts ({@link #drainLines}); later parts use the column widths of the first.
 */
public final class TextTable {
    private static final String GAP = "  ";
    private static final int MIN_COLUMN_WIDTH = 19; // A time always fits.
    private static final int UNCUT_COLUMN_WIDTH = 40; // The width that is reserved for an uncut last column.
    private final List<String> header;
    private final boolean[] rightAligned;
    private final int[] widths;
    private final List<List<String>> rows = new ArrayList<>();
    private boolean lastColumnUncut;
    private boolean headerPending = true;

    private TextTable(List<String> header) {
        this.header = header;
        this.rightAligned = new boolean[header.size()];
        this.widths = new int[header.size()];
    }

    /** Creates a table. A heading that starts with {@code >} aligns its column to the right. */
    public static TextTable of(String... headings) {
        TextTable table = new TextTable(Arrays.stream(headings)
                .map(heading -> heading.startsWith(">") ? heading.substring(1) : heading)
                .toList());
        for (int i = 0; i < headings.length; i++) {
            table.rightAligned[i] = headings[i].startsWith(">");
        }
        return table;
    }

    /** Makes the table print the cells of the last column in full. Returns this table. */
    public TextTable keepLastColumnUncut() {
        lastColumnUncut = true;
        return this;
    }

    public void addRow(String... cells) {
        addRow(Arrays.asList(cells));
    }

    public void addRow(List<String> cells) {
        if (cells.size() != header.size()) {
            throw new IllegalArgumentException(cells.size() + " cells for " + header.size() + " columns");
        }
        rows.add(cells.stream().map(TerminalText::escape).toList());
    }

    /** Returns the number of rows that {@link #drainLines} has not returned yet. */
    public int rowCount() {
        return rows.size();
    }

    /**
     * Returns a line for each row since the last call, with the headings before the first row. Returns no lines if there
     * are no rows.
     *
     * @param columns the width of the terminal
     */
    public List<String> drainLines(int columns) {
        return drain(OptionalInt.of(columns));
    }

    /** Returns the lines of {@link #drainLines} without cutting a cell, for a file or another program. */
    List<String> drainUncutLines() {
        return drain(OptionalInt.empty());
    }

    private List<String> drain(OptionalInt columns) {
        boolean cut = columns.isPresent();
        List<String> lines = new ArrayList<>();
        if (headerPending && !rows.isEmpty()) {
            headerPending = false;
            measureWidths();
            if (cut) {
                fitWidths(columns.getAsInt());
            }
            if (header.stream().anyMatch(heading -> !heading.isEmpty())) {
                lines.add(formatRow(header, cut));
            }
        }
        rows.forEach(row -> lines.add(formatRow(row, cut)));
        rows.clear();
        return lines;
    }

    private void measureWidths() {
        for (int column = 0; column < widths.length; column++) {
            for (List<String> row : rows) {
                widths[column] = Math.max(widths[column], TerminalText.width(row.get(column)));
            }
            if (widths[column] > 0) {
                widths[column] = Math.max(widths[column], TerminalText.width(header.get(column)));
            }
        }
    }

    private void fitWidths(int columns) {
        int last = widths.length - 1;
        if (lastColumnUncut) {
            widths[last] = Math.min(widths[last], UNCUT_COLUMN_WIDTH);
        }
        while (Arrays.stream(widths)
                                .map(width -> width == 0 ? 0 : width + GAP.length())
                                .sum()
                        - GAP.length()
                > columns) {
            int widest = widest(lastColumnUncut ? Arrays.copyOf(widths, last) : widths);
            if (widths[widest] <= MIN_COLUMN_WIDTH) {
                break;
            }
            widths[widest]--;
        }
    }

    private static int widest(int[] widths) {
        int widest = 0;
        for (int i = 1; i < widths.length; i++) {
            widest = widths[i] > widths[widest] ? i : widest;
        }
        return widest;
    }

    private String formatRow(List<String> cells, boolean cut) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            if (widths[column] == 0) {
                continue;
            }
            line.append(line.isEmpty() ? "" : GAP);
            boolean uncut = !cut || (lastColumnUncut && column == widths.length - 1);
            String cell = uncut ? cells.get(column) : TerminalText.truncate(cells.get(column), widths[column]);
            String blank = " ".repeat(Math.max(0, widths[column] - TerminalText.width(cell)));
            line.append(rightAligned[column] ? blank + cell : cell + blank);
        }
        return line.toString().stripTrailing();
    }
}
