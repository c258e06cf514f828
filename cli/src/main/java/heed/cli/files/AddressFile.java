package heed.cli.files;

import heed.cli.console.Failure;
import heed.cli.console.Plain;
import heed.filters.json.QuotedText;
import heed.model.field.StandardFields;
import heed.model.field.TextKey;
import heed.model.prospect.EmailAddress;
import heed.model.store.ImportRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Email addresses in a file: CSV with a header that names the column, or a list of an address a line. A first line that has
 * an address, or is one that went wrong, is no header.
 */
final class AddressFile implements AutoCloseable {
    private final CsvRows rows;
    private final List<String> headings;
    private final int column;
    private Optional<RawRow> first;

    private AddressFile(CsvRows rows, List<String> headings, int column, Optional<RawRow> first) {
        this.rows = rows;
        this.headings = headings;
        this.column = column;
        this.first = first;
    }

    /** A row, and its address unless the row has a problem. */
    record Row(FileRow row, Optional<EmailAddress> address) {}

    /** @throws Failure if it is not clear where the addresses are */
    static AddressFile open(TextFile file, ColumnNames names) throws IOException {
        CsvRows rows = new CsvRows(file.open(), Delimiter.find(file, names).sign());
        try {
            Optional<RawRow> first = rows.next();
            while (first.isPresent() && blank(first.get())) {
                first = rows.next();
            }
            RawRow start = first.orElseThrow(() -> Failure.invalid("empty-file", file.name() + " is empty"));
            List<String> cells = start.cells().stream().map(TextKey::clean).toList();
            for (int i = 0; i < cells.size(); i++) {
                if (address(cells.get(i)).isPresent()) {
                    return new AddressFile(rows, unnamed(cells.size()), i, first);
                }
            }
            if (cells.size() == 1 && cells.get(0).contains("@")) {
                return new AddressFile(rows, unnamed(1), 0, first);
            }
            return new AddressFile(rows, cells, column(file, start, cells, names), Optional.empty());
        } catch (Failure e) {
            rows.close();
            throw e;
        }
    }

    private static List<String> unnamed(int columns) {
        return Collections.nCopies(columns, "");
    }

    private static int column(TextFile file, RawRow start, List<String> header, ColumnNames names) {
        if (start.problem().isPresent()) {
            throw Failure.invalid(
                    "header",
                    file.name() + ":" + start.line() + ": the header "
                            + start.problem().get());
        }
        names.missing(header).ifPresent(missing -> {
            throw Failure.invalid(
                    "map",
                    "--map names a column " + QuotedText.of(missing) + " that " + file.name() + " does not have");
        });
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < header.size(); i++) {
            if (names.find(header.get(i)).filter(StandardFields.EMAIL::equals).isPresent()) {
                found.add(i);
            }
        }
        if (found.isEmpty()) {
            for (int i = 0; i < header.size(); i++) {
                if (TextKey.of(header.get(i)).equals("address")) {
                    found.add(i);
                }
            }
        }
        if (found.size() != 1) {
            throw Failure.invalid(
                    "header",
                    file.name() + ":" + start.line() + ": "
                            + (found.isEmpty()
                                    ? "no column is called Email or Address, and no address stands in the first line"
                                    : "columns " + (found.get(0) + 1) + " and " + (found.get(1) + 1)
                                            + " of the header are both the address")
                            + "; say which it is with --map \"CSV column=Email\"");
        }
        return found.get(0);
    }

    private static Optional<EmailAddress> address(String cell) {
        return EmailAddress.parse(Formula.restore(cell));
    }

    private static boolean blank(RawRow row) {
        return row.problem().isEmpty()
                && row.cells().stream().allMatch(cell -> TextKey.clean(cell).isEmpty());
    }

    /** The next row that is not blank, or empty at the end. */
    Optional<Row> next() {
        Optional<RawRow> row = first.isPresent() ? first : rows.next();
        first = Optional.empty();
        while (row.isPresent() && blank(row.get())) {
            row = rows.next();
        }
        return row.map(this::read);
    }

    private Row read(RawRow row) {
        List<String> cells = row.cells();
        if (row.problem().isPresent()) {
            return wrong(row, row.problem().get());
        }
        if (cells.size() != headings.size()) {
            return wrong(
                    row,
                    "has " + Plain.count(cells.size(), "cell") + " where "
                            + Plain.count(headings.size(), "column") + (headings.size() == 1 ? " is" : " are")
                            + " wanted");
        }
        String cell = TextKey.clean(cells.get(column));
        Optional<EmailAddress> address = address(cell);
        if (address.isEmpty()) {
            return wrong(
                    row,
                    cell.isEmpty()
                            ? "has no email address"
                            : QuotedText.of(cell) + " is not an email address such as ann@example.com");
        }
        return new Row(new FileRow(new ImportRow(row.line(), Map.of()), cells, Optional.empty()), address);
    }

    private static Row wrong(RawRow row, String problem) {
        return new Row(FileRow.bad(row.line(), row.cells(), problem), Optional.empty());
    }

    /** The headings of the columns; empty texts where the file has none. */
    List<String> headings() {
        return headings;
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
