package heed.imports.addresses;

import heed.imports.columns.ColumnMapping;
import heed.imports.columns.ColumnMatch;
import heed.imports.table.CsvRow;
import heed.imports.table.FormulaEscaping;
import heed.model.field.StandardFields;
import heed.model.field.TextKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The pass over a file with a header that finds the columns of its addresses. A column is one by its cells: more than
 * half of those that are not blank have an address or a domain. A column that the user names, or that is named Email, needs
 * one such cell. Not thread-safe.
 */
public final class AddressScan {
    /** After this many cells that are not blank, a column is decided. */
    private static final int ENOUGH_CELLS = 10_000;

    private final List<String> headings;
    private final List<ColumnMatch> matches;
    private final MailableRow mailableRow;
    private final long[] filled;
    private final long[] readable;
    private long rows;
    private long mailableRows;
    private Optional<MailableExample> example = Optional.empty();

    /**
     * The first row that says that the person may be mailed.
     *
     * @param words the column and the cell that say it
     */
    public record MailableExample(long line, String words) {}

    /** @param headings the header's cells; empty texts for a file without a header */
    public AddressScan(List<String> headings, ColumnMapping mapping) {
        this.headings = headings;
        this.matches = headings.stream().map(mapping::match).toList();
        this.mailableRow = new MailableRow(
                headings, matches.stream().map(ColumnMatch::meaning).toList());
        this.filled = new long[headings.size()];
        this.readable = new long[headings.size()];
    }

    /** Adds a row of the file. */
    public void add(CsvRow row) {
        rows++;
        Optional<String> words = findMailable(row);
        if (words.isPresent()) {
            mailableRows++;
            example = example.isPresent() ? example : words.map(found -> new MailableExample(row.line(), found));
        }
        if (row.problem().isPresent() || row.cells().size() != headings.size()) {
            return; // its cells may belong to other columns
        }
        for (int i = 0; i < filled.length; i++) {
            if (filled[i] < ENOUGH_CELLS && !TextKey.clean(row.cells().get(i)).isEmpty()) {
                filled[i]++;
                readable[i] += isReadable(row.cells().get(i)) ? 1 : 0;
            }
        }
    }

    private static boolean isReadable(String cell) {
        return AddressText.parse(FormulaEscaping.unescape(cell)).isReadable();
    }

    /** Returns the words of a row that say that the person may be mailed; empty if it does not say so. */
    public Optional<String> findMailable(CsvRow row) {
        return row.problem().isPresent() ? Optional.empty() : mailableRow.find(row.cells());
    }

    /** Returns the positions of the columns of addresses; empty if no column has any. */
    public List<Integer> columns() {
        boolean mapped = matches.stream().anyMatch(match -> match.kind() == ColumnMatch.Kind.MAPPED);
        List<Integer> byCells = IntStream.range(0, filled.length)
                .filter(i -> mapped
                        ? matches.get(i).kind() == ColumnMatch.Kind.MAPPED
                        : readable[i] > 0 && (2 * readable[i] > filled[i] || isEmail(i)))
                .boxed()
                .toList();
        return byCells.isEmpty()
                ? IntStream.range(0, filled.length)
                        .filter(this::isEmail)
                        .boxed()
                        .toList()
                : byCells;
    }

    private boolean isEmail(int column) {
        return matches.get(column).is(StandardFields.EMAIL);
    }

    /** Returns the number of rows so far. */
    public long rows() {
        return rows;
    }

    /** Returns the number of rows that say that the person may be mailed. */
    public long mailableRows() {
        return mailableRows;
    }

    public Optional<MailableExample> example() {
        return example;
    }
}
