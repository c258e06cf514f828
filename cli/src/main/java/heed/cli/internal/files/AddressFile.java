package heed.cli.internal.files;

import heed.cli.internal.console.TerminalText;
import heed.cli.process.CommandException;
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

    /** A row, and its address unless the row has a problem. */
    public record AddressRow(FileRow row, Optional<EmailAddress> address) {}

    /** @throws CommandException if it is not clear where the addresses are */
    public static AddressFile open(TextFile file, ColumnMapping mapping) throws IOException {
        CsvRowReader rows =
                new CsvRowReader(file.open(), CsvDelimiter.detect(file, mapping).character());
        try {
            Optional<CsvRow> first = rows.next();
            while (first.isPresent() && isBlank(first.get())) {
                first = rows.next();
            }
            CsvRow start = first.orElseThrow(() -> CommandException.invalid("empty-file", file.name() + " is empty"));
            List<String> cells = start.cells().stream().map(TextKey::clean).toList();
            for (int i = 0; i < cells.size(); i++) {
                if (parseAddress(cells.get(i)).isPresent()) {
                    return new AddressFile(rows, unnamedHeadings(cells.size()), i, first);
                }
            }
            if (cells.size() == 1 && cells.get(0).contains("@")) {
                return new AddressFile(rows, unnamedHeadings(1), 0, first);
            }
            return new AddressFile(rows, cells, findColumn(file, start, cells, mapping), Optional.empty());
        } catch (CommandException e) {
            rows.close();
            throw e;
        }
    }

    private static List<String> unnamedHeadings(int columns) {
        return Collections.nCopies(columns, "");
    }

    private static int findColumn(TextFile file, CsvRow start, List<String> header, ColumnMapping mapping) {
        if (start.problem().isPresent()) {
            throw CommandException.invalid(
                    "header",
                    file.name() + ":" + start.line() + ": the header "
                            + start.problem().get());
        }
        mapping.findMissing(header).ifPresent(missing -> {
            throw CommandException.invalid(
                    "map",
                    "--map names a column " + QuotedText.of(missing) + " that " + file.name() + " does not have");
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
            throw CommandException.invalid(
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

    private static Optional<EmailAddress> parseAddress(String cell) {
        return EmailAddress.parse(FormulaEscaping.unescape(cell));
    }

    private static boolean isBlank(CsvRow row) {
        return row.problem().isEmpty()
                && row.cells().stream().allMatch(cell -> TextKey.clean(cell).isEmpty());
    }

    /** The next row that is not blank, or empty at the end. */
    public Optional<AddressRow> next() {
        Optional<CsvRow> row = pendingRow.isPresent() ? pendingRow : rows.next();
        pendingRow = Optional.empty();
        while (row.isPresent() && isBlank(row.get())) {
            row = rows.next();
        }
        return row.map(this::parse);
    }

    private AddressRow parse(CsvRow row) {
        List<String> cells = row.cells();
        if (row.problem().isPresent()) {
            return rejected(row, row.problem().get());
        }
        if (cells.size() != headings.size()) {
            return rejected(
                    row,
                    "has " + TerminalText.formatCount(cells.size(), "cell") + " where "
                            + TerminalText.formatCount(headings.size(), "column")
                            + (headings.size() == 1 ? " is" : " are")
                            + " wanted");
        }
        String cell = TextKey.clean(cells.get(column));
        Optional<EmailAddress> address = parseAddress(cell);
        if (address.isEmpty()) {
            return rejected(
                    row,
                    cell.isEmpty()
                            ? "has no email address"
                            : QuotedText.of(cell) + " is not an email address such as ann@example.com");
        }
        return new AddressRow(new FileRow(new ImportRow(row.line(), Map.of()), cells, Optional.empty()), address);
    }

    private static AddressRow rejected(CsvRow row, String problem) {
        return new AddressRow(FileRow.rejected(row.line(), row.cells(), problem), Optional.empty());
    }

    /** The headings of the columns; empty texts where the file has none. */
    public List<String> headings() {
        return headings;
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
