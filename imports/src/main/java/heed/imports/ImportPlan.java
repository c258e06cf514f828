package heed.imports;

import heed.filters.json.QuotedText;
import heed.imports.columns.ColumnContents;
import heed.imports.columns.ColumnDecisions;
import heed.imports.columns.ColumnMapping;
import heed.imports.columns.ColumnMatch.Kind;
import heed.imports.columns.FieldNames;
import heed.imports.columns.HeaderMeaning;
import heed.imports.format.FormatOptions;
import heed.imports.table.CsvLayout;
import heed.imports.table.CsvRow;
import heed.imports.table.CsvRowReader;
import heed.imports.table.JsonRowReader;
import heed.imports.text.InvalidImportException;
import heed.imports.text.TextFile;
import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import heed.model.field.StandardFields;
import heed.model.field.TextKey;
import java.io.IOException;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a file is imported: which column is which field, and how its cells are read. The plan is found in one pass over the
 * whole file, before its first row is imported. Immutable.
 */
public final class ImportPlan {
    private static final int MAX_SHOWN_HEADINGS = 8;

    private final TextFile file;
    private final FieldCatalog catalog;
    private final Optional<CsvLayout> layout;
    private final List<PlannedColumn> columns;

    /** @param layout empty for JSON Lines */
    private ImportPlan(TextFile file, FieldCatalog catalog, Optional<CsvLayout> layout, List<PlannedColumn> columns) {
        this.file = file;
        this.catalog = catalog;
        this.layout = layout;
        this.columns = List.copyOf(columns);
    }

    /**
     * Plans the import of a CSV file.
     *
     * @param formats the formats that the user names
     * @param rejectUnknownFlags whether rows with a flag that is not understood are rejected; otherwise the file is
     * @throws InvalidImportException if the header is missing or broken, names no field, or names a field twice
     * @throws heed.imports.columns.UndecidedColumnsException if the user must say what some columns are
     */
    public static ImportPlan ofCsv(
            TextFile file,
            ColumnMapping mapping,
            FormatOptions formats,
            FieldCatalog catalog,
            boolean rejectUnknownFlags)
            throws IOException {
        CsvLayout layout = CsvLayout.detect(file, mapping::kindOf);
        TableScan scan = new TableScan(mapping, formats);
        try (CsvRowReader rows =
                new CsvRowReader(file.open(), layout.delimiter().character())) {
            List<String> header = layout.readHeader(file, rows).cells().stream()
                    .map(TextKey::clean)
                    .toList();
            requireMapped(file, mapping, header);
            requireFormatted(file, formats, header);
            scan.addHeader(header);
            requireSingleFields(file.name() + ":" + layout.headerLine(), scan.columns());
            for (Optional<CsvRow> row = rows.nextNonBlank(); row.isPresent(); row = rows.nextNonBlank()) {
                scan.add(row.get());
            }
        }
        if (scan.contents().stream().noneMatch(ColumnContents::holdsAddresses)) {
            requireAnyField(file.name() + ":" + layout.headerLine(), scan.columns(), catalog);
            requireKey(file, scan.columns());
        }
        ColumnDecisions.require(scan.contents(), rejectUnknownFlags);
        return new ImportPlan(file, catalog, Optional.of(layout), scan.columns());
    }

    /**
     * Plans the import of a JSON Lines file.
     *
     * @param rejectUnknownFlags whether rows with a flag that is not understood are rejected; otherwise the file is
     * @throws heed.imports.columns.UndecidedColumnsException if the user must say what some properties are
     */
    public static ImportPlan ofJsonLines(
            TextFile file, ColumnMapping mapping, FieldCatalog catalog, boolean rejectUnknownFlags) throws IOException {
        TableScan scan = new TableScan(mapping, FormatOptions.NONE);
        try (JsonRowReader rows = new JsonRowReader(file.open())) {
            for (var row = rows.next(); row.isPresent(); row = rows.next()) {
                scan.add(row.get());
            }
        }
        requireMapped(file, mapping, scan.names());
        if (scan.contents().stream().noneMatch(ColumnContents::holdsAddresses)) {
            requireKey(file, scan.columns());
        }
        ColumnDecisions.require(scan.contents(), rejectUnknownFlags);
        return new ImportPlan(file, catalog, Optional.empty(), scan.columns());
    }

    private static void requireMapped(TextFile file, ColumnMapping mapping, List<String> names) {
        mapping.findMissing(names).ifPresent(column -> {
            throw new InvalidImportException(
                    "map",
                    "the options name the column " + QuotedText.of(column) + ", which " + file.name()
                            + " does not have; its columns are " + listNames(names));
        });
    }

    private static void requireFormatted(TextFile file, FormatOptions formats, List<String> names) {
        formats.findMissing(names).ifPresent(column -> {
            throw new InvalidImportException(
                    "format",
                    "the options give a format for the column " + QuotedText.of(column) + ", which " + file.name()
                            + " does not have; its columns are " + listNames(names));
        });
    }

    private static void requireSingleFields(String place, List<PlannedColumn> columns) {
        Map<Field, PlannedColumn> byField = new LinkedHashMap<>();
        for (PlannedColumn column : columns) {
            Optional<Field> field = column.field().filter(found -> !found.isFlag());
            PlannedColumn other = field.isPresent() ? byField.put(field.get(), column) : null;
            if (other != null && TextKey.of(other.name()).equals(TextKey.of(column.name()))) {
                throw new InvalidImportException(
                        "header",
                        place + ": columns " + (other.position() + 1) + " and " + (column.position() + 1)
                                + " of the header are both "
                                + QuotedText.of(field.get().label())
                                + "; rename one of them");
            }
        }
    }

    private static void requireAnyField(String place, List<PlannedColumn> columns, FieldCatalog catalog) {
        if (columns.stream()
                .allMatch(column -> column.match().kind() == Kind.UNMATCHED
                        && column.match().meaning() == HeaderMeaning.NONE)) {
            List<String> names = columns.stream().map(PlannedColumn::name).toList();
            throw new InvalidImportException(
                    "header",
                    place + ": no column has the name of a field; the columns are " + listNames(names)
                            + names.stream()
                                    .flatMap(name -> FieldNames.nearestLabel(catalog, name)
                                            .map(label ->
                                                    ". Did you mean --map " + QuotedText.of(name + "=" + label) + "?")
                                            .stream())
                                    .findFirst()
                                    .orElse(". Assign columns with --map \"COLUMN=FIELD\""));
        }
    }

    private static void requireKey(TextFile file, List<PlannedColumn> columns) {
        if (columns.stream()
                .noneMatch(column ->
                        column.match().is(StandardFields.ID) || column.match().is(StandardFields.EMAIL))) {
            throw new InvalidImportException(
                    "key",
                    file.name()
                            + " has neither a column Id nor a column Email to find prospects by; name the column with"
                            + " --map \"COLUMN=Email\"");
        }
    }

    private static String listNames(List<String> names) {
        List<String> shown =
                names.stream().limit(MAX_SHOWN_HEADINGS).map(QuotedText::of).toList();
        return String.join(", ", shown) + (names.size() > shown.size() ? ", …" : "");
    }

    /**
     * Opens the rows of the file.
     *
     * @param zone the time zone of a date-time that has none
     */
    public ProspectFile open(ZoneId zone) throws IOException {
        if (layout.isEmpty()) {
            return new JsonProspectFile(new JsonRowReader(file.open()), columns, zone);
        }
        char delimiter = layout.get().delimiter().character();
        CsvRowReader rows = new CsvRowReader(file.open(), delimiter);
        layout.get().readHeader(file, rows);
        return new CsvProspectFile(rows, delimiter, columns, zone);
    }

    /** Returns the file that is imported. */
    public TextFile file() {
        return file;
    }

    /** Returns the fields of the account. */
    public FieldCatalog catalog() {
        return catalog;
    }

    /** Returns the texts of the rows above the header, which are not imported. */
    public List<String> titles() {
        return layout.map(CsvLayout::titles).orElse(List.of());
    }

    /** Returns the columns in the file's order. */
    public List<PlannedColumn> columns() {
        return columns;
    }

    /** Returns the imported columns in the file's order, each with its field. */
    public Map<String, Field> mapped() {
        Map<String, Field> mapped = new LinkedHashMap<>();
        columns.forEach(column -> column.field().ifPresent(field -> mapped.put(column.name(), field)));
        return mapped;
    }

    /** Tests whether a column is this field. */
    public boolean has(Field field) {
        return columns.stream().anyMatch(column -> column.match().is(field));
    }

    /** Returns the columns that match no field and are not imported, in the file's order. */
    public List<String> unmapped() {
        return columns.stream()
                .filter(column -> column.match().kind() == Kind.UNMATCHED)
                .map(PlannedColumn::displayName)
                .toList();
    }
}
