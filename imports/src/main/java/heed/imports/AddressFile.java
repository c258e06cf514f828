package heed.imports;

import heed.filters.json.QuotedText;
import heed.imports.addresses.AddressScan;
import heed.imports.addresses.AddressText;
import heed.imports.addresses.MailableRow;
import heed.imports.columns.ColumnMapping;
import heed.imports.table.CsvLayout;
import heed.imports.table.CsvLayout.HeaderCell;
import heed.imports.table.CsvRow;
import heed.imports.table.CsvRowReader;
import heed.imports.table.FormulaEscaping;
import heed.imports.table.JsonTableReader;
import heed.imports.table.TableReader;
import heed.imports.text.InvalidImportException;
import heed.imports.text.TextFile;
import heed.model.field.TextKey;
import heed.model.prospect.EmailAddress;
import heed.model.store.ImportRow;
import heed.model.suppression.SuppressedDomain;
import heed.model.suppression.SuppressionReason;
import heed.model.text.NumberText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A file of email addresses and domains: CSV with a header, of which the columns of addresses are read ({@link
 * AddressScan}), or text without a header, of which every address is read ({@link AddressText}). A first line that
 * contains an address or a domain, or is a single cell with an @, is not a header. JSON Lines and a JSON array are read as CSV
 * with a header is ({@link JsonTableReader}); its elements may be objects or texts.
 *
 * <p>A row keeps its addresses whatever else is wrong with it. If a row has more or fewer cells than the header, or is not
 * valid CSV, all its addresses are read. Quotes have no meaning in a file of one column: {@code "Doe, Ann" <ann@x.example>}.
 *
 * <p>The file that Heed's own export wrote is read cell by cell as it was written.
 */
public final class AddressFile implements AutoCloseable {
    /** The header of the file that {@code heed suppression export} writes. */
    public static final List<String> EXPORT_HEADER = List.of("Address", "Reason", "Since", "Source", "Prospect");

    private final TableReader rows;
    private final Layout layout;
    private final boolean skipsMailable;

    private AddressFile(TableReader rows, Layout layout, boolean skipsMailable) {
        this.rows = rows;
        this.layout = layout;
        this.skipsMailable = skipsMailable;
    }

    /** What happens to the rows that say that the person may be mailed, if the file has any. */
    public enum MailablePolicy {
        /** The file is refused. */
        REFUSE,
        /** These rows are left out. */
        SKIP,
        /** These rows are read like the others. */
        SUPPRESS
    }

    /**
     * A row of the file.
     *
     * @param row the row, with a problem if it, or a part of it, cannot be read
     * @param addresses the addresses in it, ordered; there can be some although the row has a problem
     * @param domains the domains in it, ordered
     * @param reason why an export says that the address is suppressed; empty in other files
     * @param skipped whether the row is left out because it says that the person may be mailed
     */
    public record AddressRow(
            FileRow row,
            Set<EmailAddress> addresses,
            Set<SuppressedDomain> domains,
            Optional<SuppressionReason> reason,
            boolean skipped) {
        /** Returns this row as one that is rejected, without its addresses, because an unexpected exception ended its import. */
        public AddressRow rejected(RuntimeException fault) {
            return new AddressRow(row.rejected(fault), Set.of(), Set.of(), reason, false);
        }
    }

    /** What is known of the file after the pass over it. */
    private record Layout(
            List<String> headings,
            boolean hasHeader,
            boolean isJson,
            List<Integer> columns,
            Optional<MailableRow> mailableRow) {
        boolean isExport() {
            return hasHeader && headings.equals(EXPORT_HEADER);
        }
    }

    /**
     * Opens a file after a pass over it.
     *
     * @throws InvalidImportException if no column has addresses, or if rows say that a person may be mailed and these are
     *     refused
     */
    public static AddressFile open(TextFile file, ColumnMapping mapping, MailablePolicy policy) throws IOException {
        if (JsonTableReader.isJson(file)) {
            return openJson(file, mapping, policy);
        }
        CsvLayout start = CsvLayout.detect(
                file, name -> mapping.find(name).isPresent() ? HeaderCell.NAMES_FIELD : HeaderCell.OTHER);
        Layout layout = scan(file, mapping, start);
        if (policy == MailablePolicy.REFUSE && layout.mailableRow.isPresent()) {
            try (TableReader rows = open(file, layout, start)) {
                requireNoMailable(file, layout.mailableRow.get(), rows);
            }
        }
        return new AddressFile(open(file, layout, start), layout, policy == MailablePolicy.SKIP);
    }

    private static AddressFile openJson(TextFile file, ColumnMapping mapping, MailablePolicy policy)
            throws IOException {
        List<String> names = JsonTableReader.readColumns(file);
        requireMapped(file, names, mapping);
        Layout layout;
        try (TableReader rows = JsonTableReader.open(file, names)) {
            layout = scan(file.name(), names, true, rows, mapping);
        }
        if (policy == MailablePolicy.REFUSE && layout.mailableRow.isPresent()) {
            try (TableReader rows = JsonTableReader.open(file, names)) {
                requireNoMailable(file, layout.mailableRow.get(), rows);
            }
        }
        return new AddressFile(JsonTableReader.open(file, names), layout, policy == MailablePolicy.SKIP);
    }

    /** Finds the columns of addresses of a table with a header. */
    private static Layout scan(
            String place, List<String> headings, boolean isJson, TableReader rows, ColumnMapping mapping) {
        AddressScan scan = new AddressScan(headings, mapping);
        for (Optional<CsvRow> row = rows.nextNonBlank(); row.isPresent(); row = rows.nextNonBlank()) {
            scan.add(row.get());
        }
        if (scan.columns().isEmpty()) {
            throw new InvalidImportException(
                    "header",
                    place + ": no column has email addresses, such as ann@example.com,"
                            + " or domains, such as @acme.example; name the column with --map \"COLUMN=Email\"");
        }
        return new Layout(headings, true, isJson, scan.columns(), scan.mailableRow());
    }

    private static Layout scan(TextFile file, ColumnMapping mapping, CsvLayout start) throws IOException {
        try (CsvRowReader rows = new CsvRowReader(file.open(), start.delimiter().character())) {
            CsvRow first = start.readFirst(rows)
                    .orElseThrow(() -> new InvalidImportException("empty-file", file.name() + " is empty"));
            List<String> cells = first.cells().stream().map(TextKey::clean).toList();
            boolean hasHeader = !(cells.size() == 1 && cells.get(0).contains("@"))
                    && cells.stream().noneMatch(cell -> parse(cell).isReadable());
            List<String> headings = hasHeader ? cells : Collections.nCopies(cells.size(), "");
            if (hasHeader) {
                first.requireHeader(file);
                requireMapped(file, headings, mapping);
                return scan(file.name() + ":" + first.line(), headings, false, rows, mapping);
            }
            AddressScan scan = new AddressScan(headings, mapping);
            Optional<CsvRow> row = Optional.of(first);
            while (row.isPresent()) {
                scan.add(row.get());
                row = rows.nextNonBlank();
            }
            return new Layout(headings, false, false, List.of(), scan.mailableRow());
        }
    }

    private static void requireMapped(TextFile file, List<String> header, ColumnMapping mapping) {
        mapping.findMissing(header).ifPresent(missing -> {
            throw new InvalidImportException(
                    "map",
                    "--map names the column " + QuotedText.of(missing) + ", which " + file.name() + " does not have");
        });
    }

    private static void requireNoMailable(TextFile file, MailableRow mailableRow, TableReader rows) {
        long count = 0;
        long mailable = 0;
        String example = "";
        for (Optional<CsvRow> row = rows.nextNonBlank(); row.isPresent(); row = rows.nextNonBlank()) {
            count++;
            Optional<String> words = mailableRow.find(row.get().cells());
            if (words.isPresent()) {
                mailable++;
                example = example.isEmpty() ? row.get().line() + ": " + words.get() : example;
            }
        }
        if (mailable > 0) {
            throw new InvalidImportException(
                    "mailable-rows",
                    file.name() + ": " + NumberText.formatNumber(mailable) + " of "
                            + NumberText.formatCount(count, "row")
                            + (mailable == 1 ? " says" : " say")
                            + " that the person may be mailed, first line " + example
                            + ". Add --mailable skip to leave these rows out, or --mailable suppress to suppress"
                            + " them too");
        }
    }

    /** Opens the rows behind the header. */
    private static CsvRowReader open(TextFile file, Layout layout, CsvLayout start) throws IOException {
        CsvRowReader rows = new CsvRowReader(file.open(), start.delimiter().character());
        if (layout.hasHeader) {
            Optional<CsvRow> unusedHeader = start.readFirst(rows);
        }
        return rows;
    }

    private static AddressText parse(String cell) {
        return AddressText.parse(FormulaEscaping.unescape(cell));
    }

    /** Returns the next row that is not blank; empty at the end. */
    public Optional<AddressRow> next() {
        return rows.nextNonBlank().map(this::readOrReject);
    }

    private AddressRow readOrReject(CsvRow row) {
        try {
            return read(row);
        } catch (RuntimeException fault) {
            Found found = new Found();
            row.cells().forEach(found::addIfReadable);
            found.setProblem(RowProblem.unexpected(fault));
            return found.toRow(row);
        }
    }

    private AddressRow read(CsvRow row) {
        if (skipsMailable
                && layout.mailableRow.flatMap(test -> test.find(row.cells())).isPresent()) {
            return new AddressRow(accepted(row), Set.of(), Set.of(), Optional.empty(), true);
        }
        List<String> cells = row.cells();
        boolean regular = layout.hasHeader && row.problem().isEmpty() && cells.size() == layout.headings.size();
        if (regular && layout.isExport()) {
            return readExported(row);
        }
        List<String> texts = regular ? layout.columns.stream().map(cells::get).toList() : cells;
        Found found = new Found();
        texts.forEach(found::add);
        if (layout.isJson || (layout.headings.size() > 1 && layout.hasHeader)) {
            String reason = layout.isJson ? "the row is not valid JSON" : "the row is not valid CSV";
            row.problem().ifPresent(problem -> found.setProblem(new RowProblem(reason, problem)));
        }
        if (regular && !layout.isJson) {
            cells.stream().filter(AddressFile::hasSwallowedLines).forEach(found::addSwallowed);
        }
        return found.toRow(row);
    }

    /** A quote that is not closed makes the lines behind it a part of one cell. */
    private static boolean hasSwallowedLines(String cell) {
        return cell.indexOf('@') >= 0 && cell.strip().indexOf('\n') >= 0;
    }

    private AddressRow readExported(CsvRow row) {
        String text = FormulaEscaping.unescape(TextKey.clean(row.cells().get(0)));
        Optional<SuppressionReason> reason = Arrays.stream(SuppressionReason.values())
                .filter(known -> known.label().equals(row.cells().get(1)))
                .findFirst();
        Optional<SuppressedDomain> domain = SuppressedDomain.parse(text);
        Optional<EmailAddress> address = domain.isPresent() ? Optional.empty() : EmailAddress.parse(text);
        if (reason.isEmpty() || (domain.isEmpty() && address.isEmpty())) {
            Found found = new Found();
            found.add(row.cells().get(0));
            return found.toRow(row);
        }
        return new AddressRow(
                accepted(row),
                address.map(Set::of).orElse(Set.of()),
                domain.map(Set::of).orElse(Set.of()),
                reason,
                false);
    }

    private static FileRow accepted(CsvRow row) {
        return new FileRow(new ImportRow(row.line(), Map.of()), row.cells(), Optional.empty(), Optional.empty());
    }

    /** What the cells of a row have. */
    private static final class Found {
        private final Set<EmailAddress> addresses = new TreeSet<>();
        private final Set<SuppressedDomain> domains = new TreeSet<>();
        private final List<String> unreadable = new ArrayList<>();
        private final List<String> texts = new ArrayList<>();
        private Optional<RowProblem> problem = Optional.empty();

        void add(String cell) {
            String text = TextKey.clean(FormulaEscaping.unescape(cell));
            if (!text.isEmpty()) {
                AddressText read = AddressText.parse(text);
                addresses.addAll(read.addresses());
                domains.addAll(read.domains());
                unreadable.addAll(read.unreadable());
                texts.add(text);
            }
        }

        /** Adds a cell, or nothing if an unexpected exception ends its reading. */
        void addIfReadable(String cell) {
            try {
                add(cell);
            } catch (RuntimeException fault) {
                texts.add(cell);
            }
        }

        void addSwallowed(String cell) {
            add(cell);
            setProblem(new RowProblem(
                    "a cell has several lines with addresses",
                    "has several lines with addresses in one cell; a quote is not closed"));
        }

        void setProblem(RowProblem found) {
            problem = Optional.of(found);
        }

        AddressRow toRow(CsvRow row) {
            Optional<RowProblem> found = problem.or(this::findProblem);
            return new AddressRow(
                    found.map(reason -> FileRow.rejected(row.line(), row.cells(), reason, Optional.empty()))
                            .orElseGet(() -> accepted(row)),
                    addresses,
                    domains,
                    Optional.empty(),
                    false);
        }

        private Optional<RowProblem> findProblem() {
            boolean readable = !addresses.isEmpty() || !domains.isEmpty();
            if (readable && unreadable.isEmpty()) {
                return Optional.empty();
            }
            if (texts.isEmpty()) {
                return Optional.of(new RowProblem("the row has no email address", "has no email address"));
            }
            return new AddressText(addresses, domains, unreadable)
                    .findProblem(texts.get(0))
                    .map(message -> new RowProblem(
                            readable
                                    ? "a part of the row is not an email address"
                                    : "not an email address such as ann@example.com",
                            message));
        }
    }

    /** Returns the headings of the columns; empty texts if the file has no header. */
    public List<String> headings() {
        return layout.headings;
    }

    /** Returns the headings of the columns of which the addresses are read; empty if the file has no header. */
    public List<String> addressHeadings() {
        return layout.columns.stream().map(layout.headings::get).toList();
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
