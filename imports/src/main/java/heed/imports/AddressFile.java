package heed.imports;

import heed.filters.json.QuotedText;
import heed.imports.columns.ColumnMapping;
import heed.imports.table.CsvDelimiter;
import heed.imports.table.CsvRow;
import heed.imports.table.CsvRowReader;
import heed.imports.table.FormulaEscaping;
import heed.imports.text.InvalidImportException;
import heed.imports.text.TextFile;
import heed.model.field.StandardFields;
import heed.model.field.TextKey;
import heed.model.prospect.EmailAddress;
import heed.model.store.ImportRow;
import heed.model.text.NumberText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A file of email addresses: CSV with a header that names the column, or one address a line. A first line that contains
 * an address, or is a single cell with an @, is not a header.
 */
public final class AddressFile implements AutoCloseable {
    private final CsvRowReader rows;
    private final List<String> headings;
    private final int column;
    private Optional<CsvRow> pendingRow;

    private AddressFile(CsvRowReader rows, List<String> headings, int column, Optional<CsvRow> pendingRow) {
        this.rows = rows;
        this.headings = headings;
        this.column = column;
        this.pendingRow = pendingRow;
    }

    /**
     * A row of the file.
     *
     * @param address the address; empty if the row has a problem
     */
    public record AddressRow(FileRow row, Optional<EmailAddress> address) {}

    /**
     * Opens a file and finds the column of the addresses.
     *
     * @throws InvalidImportException if no column, or more than one, can be that of the addresses
     */
    public static AddressFile open(TextFile file, ColumnMapping mapping) throws IOException {
        CsvRowReader rows = new CsvRowReader(
                file.open(),
                CsvDelimiter.detect(file, name -> mapping.find(name).isPresent())
                        .character());
        try {
            Optional<CsvRow> first = rows.nextNonBlank();
            CsvRow firstRow =
                    first.orElseThrow(() -> new InvalidImportException("empty-file", file.name() + " is empty"));
            List<String> cells = firstRow.cells().stream().map(TextKey::clean).toList();
            for (int i = 0; i < cells.size(); i++) {
                if (parseAddress(cells.get(i)).isPresent()) {
                    return new AddressFile(rows, unnamedHeadings(cells.size()), i, first);
                }
            }
            if (cells.size() == 1 && cells.get(0).contains("@")) {
                return new AddressFile(rows, unnamedHeadings(1), 0, first);
            }
            return new AddressFile(rows, cells, findColumn(file, firstRow, cells, mapping), Optional.empty());
        } catch (InvalidImportException e) {
            rows.close();
            throw e;
        }
    }

    private static List<String> unnamedHeadings(int columns) {
        return Collections.nCopies(columns, "");
    }

    private static int findColumn(TextFile file, CsvRow headerRow, List<String> header, ColumnMapping mapping) {
        headerRow.requireHeader(file);
        mapping.findMissing(header).ifPresent(missing -> {
            throw new InvalidImportException(
                    "map",
                    "--map names the column " + QuotedText.of(missing) + ", which " + file.name() + " does not have");
        });
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < header.size(); i++) {
            if (mapping.find(header.get(i)).filter(StandardFields.EMAIL::equals).isPresent()) {
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
            throw new InvalidImportException(
                    "header",
                    file.name() + ":" + headerRow.line() + ": "
                            + (found.isEmpty()
                                    ? "no column has the name Email or Address, and the first line contains no address"
                                    : "columns " + (found.get(0) + 1) + " and " + (found.get(1) + 1)
                                            + " of the header both have the addresses")
                            + "; name the column with --map \"COLUMN=Email\"");
        }
        return found.get(0);
    }

    private static Optional<EmailAddress> parseAddress(String cell) {
        return EmailAddress.parse(FormulaEscaping.unescape(cell));
    }

    /** Returns the next row that is not blank; empty at the end. */
    public Optional<AddressRow> next() {
        Optional<CsvRow> row = pendingRow.isPresent() ? pendingRow : rows.nextNonBlank();
        pendingRow = Optional.empty();
        return row.map(this::parse);
    }

    private AddressRow parse(CsvRow row) {
        List<String> cells = row.cells();
        if (row.problem().isPresent()) {
            return rejected(
                    row,
                    new RowProblem("the row is not valid CSV", row.problem().get()));
        }
        if (cells.size() != headings.size()) {
            return rejected(
                    row,
                    new RowProblem(
                            "the row has " + (cells.size() < headings.size() ? "fewer" : "more")
                                    + " cells than the first row",
                            "has " + NumberText.formatCount(cells.size(), "cell") + " where "
                                    + NumberText.formatCount(headings.size(), "column")
                                    + (headings.size() == 1 ? " is" : " are")
                                    + " expected"));
        }
        String cell = TextKey.clean(cells.get(column));
        Optional<EmailAddress> address = parseAddress(cell);
        if (address.isEmpty()) {
            return rejected(
                    row,
                    cell.isEmpty()
                            ? new RowProblem("the row has no email address", "has no email address")
                            : new RowProblem(
                                    "Email: not an email address such as ann@example.com",
                                    QuotedText.of(cell) + " is not an email address such as ann@example.com"));
        }
        return new AddressRow(
                new FileRow(new ImportRow(row.line(), Map.of()), cells, Optional.empty(), Optional.empty()), address);
    }

    private static AddressRow rejected(CsvRow row, RowProblem problem) {
        return new AddressRow(FileRow.rejected(row.line(), row.cells(), problem, Optional.empty()), Optional.empty());
    }

    /** Returns the headings of the columns; empty texts if the file has no header. */
    public List<String> headings() {
        return headings;
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
