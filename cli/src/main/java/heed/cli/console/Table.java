package heed.cli.console;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Rows in aligned columns that fit a page; long cells are cut, or the last one is told {@link #whole}. Columns that are empty in every row are left out. A long
 * table is printed part by part ({@link #lines}), the later ones in the columns of the first.
 */
public final class Table {
    private static final int PAGE = 96;
    private static final String GAP = "  ";
    private static final int NARROWEST = 19; // a time is never cut
    private static final int WHOLE = 40; // so much of the page is left for a last column that is not cut
    private final List<String> header;
    private final boolean[] right;
    private final int[] widths;
    private final List<List<String>> rows = new ArrayList<>();
    private boolean whole;
    private boolean first = true;

    private Table(List<String> header) {
        this.header = header;
        this.right = new boolean[header.size()];
        this.widths = new int[header.size()];
    }

    /** With these headings; one that starts with {@code >} aligns its column to the right. */
    public static Table of(String... headings) {
        Table table = new Table(Arrays.stream(headings)
                .map(heading -> heading.startsWith(">") ? heading.substring(1) : heading)
                .toList());
        for (int i = 0; i < headings.length; i++) {
            table.right[i] = headings[i].startsWith(">");
        }
        return table;
    }

    /** Cuts nothing of the last column, however long its cells are. */
    public Table whole() {
        whole = true;
        return this;
    }

    public void row(String... cells) {
        row(Arrays.asList(cells));
    }

    public void row(List<String> cells) {
        if (cells.size() != header.size()) {
            throw new IllegalArgumentException(cells.size() + " cells for " + header.size() + " columns");
        }
        rows.add(cells.stream().map(Plain::text).toList());
    }

    /** How many rows wait to be printed. */
    public int size() {
        return rows.size();
    }

    /** The heading, if it was not printed before, and a line for each row since; nothing for no row. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (first && !rows.isEmpty()) {
            first = false;
            fitWidths();
            if (header.stream().anyMatch(heading -> !heading.isEmpty())) {
                lines.add(line(header));
            }
        }
        rows.forEach(row -> lines.add(line(row)));
        rows.clear();
        return lines;
    }

    private void fitWidths() {
        for (int column = 0; column < widths.length; column++) {
            for (List<String> row : rows) {
                widths[column] = Math.max(widths[column], Plain.width(row.get(column)));
            }
            if (widths[column] > 0) {
                widths[column] = Math.max(widths[column], Plain.width(header.get(column)));
            }
        }
        int last = widths.length - 1;
        if (whole) {
            widths[last] = Math.min(widths[last], WHOLE);
        }
        while (Arrays.stream(widths)
                                .map(width -> width == 0 ? 0 : width + GAP.length())
                                .sum()
                        - GAP.length()
                > PAGE) {
            int widest = widest(whole ? Arrays.copyOf(widths, last) : widths);
            if (widths[widest] <= NARROWEST) {
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

    private String line(List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            if (widths[column] == 0) {
                continue;
            }
            line.append(line.isEmpty() ? "" : GAP);
            boolean uncut = whole && column == widths.length - 1;
            String cell = uncut ? cells.get(column) : Plain.cut(cells.get(column), widths[column]);
            String blank = " ".repeat(Math.max(0, widths[column] - Plain.width(cell)));
            line.append(right[column] ? blank + cell : cell + blank);
        }
        return line.toString().stripTrailing();
    }
}
