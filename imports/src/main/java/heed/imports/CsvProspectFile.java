package heed.imports;

import heed.filters.json.QuotedText;
import heed.imports.columns.ColumnMapping;
import heed.imports.columns.FieldNames;
import heed.imports.columns.FieldValues;
import heed.imports.table.CsvDelimiter;
import heed.imports.table.CsvRow;
import heed.imports.table.CsvRowReader;
import heed.imports.table.FormulaEscaping;
import heed.imports.text.InvalidImportException;
import heed.imports.text.TextFile;
import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import heed.model.field.TextKey;
import heed.model.field.Value;
import heed.model.prospect.ValueReader;
import heed.model.store.ImportRow;
import heed.model.text.NumberText;
import java.io.IOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A CSV file of prospects: a header, and one row for each prospect. An empty cell leaves its field unchanged. */
public final class CsvProspectFile implements ProspectFile {
    private static final int MAX_SHOWN_HEADINGS = 8;

    private final CsvRowReader rows;
    private final ZoneId zone;
    private final List<String> header;
    private final List<Optional<Field>> fields;
    /** The fields of all imported columns. Rows without empty cells, which most rows are, share this list. */
    private final List<Field> imported;

    private CsvProspectFile(CsvRowReader rows, ZoneId zone, List<String> header, List<Optional<Field>> fields) {
        this.rows = rows;
        this.zone = zone;
        this.header = header;
        this.fields = fields;
        this.imported = List.copyOf(fields.stream().flatMap(Optional::stream).toList());
    }

    /**
     * Opens a file and reads its header.
     *
     * @throws InvalidImportException if the header is missing or broken, names no field, or names a field twice
     */
    public static CsvProspectFile open(TextFile file, ColumnMapping mapping, FieldCatalog catalog, ZoneId zone)
            throws IOException {
        CsvDelimiter delimiter =
                CsvDelimiter.detect(file, name -> mapping.find(name).isPresent());
        CsvRowReader rows = new CsvRowReader(file.open(), delimiter.character());
        try {
            CsvRow first =
                    rows.next().orElseThrow(() -> new InvalidImportException("empty-file", file.name() + " is empty"));
            first.requireHeader(file);
            List<String> header = first.cells().stream().map(TextKey::clean).toList();
            return new CsvProspectFile(rows, zone, header, matchColumns(file, header, mapping, catalog));
        } catch (InvalidImportException e) {
            rows.close();
            throw e;
        }
    }

    private static List<Optional<Field>> matchColumns(
            TextFile file, List<String> header, ColumnMapping mapping, FieldCatalog catalog) {
        mapping.findMissing(header).ifPresent(column -> {
            throw new InvalidImportException(
                    "map",
                    "--map names the column " + QuotedText.of(column) + ", which " + file.name()
                            + " does not have; its columns are " + listHeadings(header));
        });
        Map<Field, Integer> columns = new HashMap<>();
        List<Optional<Field>> fields = new ArrayList<>();
        for (int i = 0; i < header.size(); i++) {
            Optional<Field> field = mapping.find(header.get(i));
            Integer other = field.isPresent() ? columns.put(field.get(), i) : null;
            if (other != null) {
                throw new InvalidImportException(
                        "header",
                        file.name() + ":1: columns " + (other + 1) + " and " + (i + 1) + " of the header are both "
                                + QuotedText.of(field.get().label())
                                + "; rename one of them, or choose one with --map");
            }
            fields.add(field);
        }
        if (columns.isEmpty()) {
            throw new InvalidImportException(
                    "header",
                    file.name() + ":1: no column has the name of a field; the columns are " + listHeadings(header)
                            + header.stream()
                                    .flatMap(name -> FieldNames.nearestLabel(catalog, name)
                                            .map(label ->
                                                    ". Did you mean --map " + QuotedText.of(name + "=" + label) + "?")
                                            .stream())
                                    .findFirst()
                                    .orElse(". Assign columns with --map \"COLUMN=FIELD\""));
        }
        return fields;
    }

    private static String listHeadings(List<String> header) {
        List<String> shown =
                header.stream().limit(MAX_SHOWN_HEADINGS).map(QuotedText::of).toList();
        return String.join(", ", shown) + (header.size() > shown.size() ? ", …" : "");
    }

    @Override
    public Optional<FileRow> next() {
        return rows.nextNonBlank().map(this::parse);
    }

    private FileRow parse(CsvRow row) {
        List<String> cells = row.cells();
        if (row.problem().isPresent()) {
            return FileRow.rejected(row.line(), cells, row.problem().get());
        }
        if (cells.size() != header.size()) {
            return FileRow.rejected(
                    row.line(),
                    cells,
                    "has " + NumberText.formatCount(cells.size(), "cell") + " where the header has "
                            + NumberText.formatCount(header.size(), "column"));
        }
        List<Field> presentFields = new ArrayList<>(imported.size());
        List<Optional<Value>> values = new ArrayList<>(imported.size());
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < cells.size(); i++) {
            Optional<Field> field = fields.get(i);
            if (field.isPresent()) {
                try {
                    Optional<Value> value = FieldValues.read(field.get(), FormulaEscaping.unescape(cells.get(i)), zone);
                    if (value.isPresent()) {
                        presentFields.add(field.get());
                        values.add(value);
                    }
                } catch (ValueReader.WrongValueException invalidValue) {
                    problems.add(field.get().label() + ": " + invalidValue.getMessage());
                }
            }
        }
        return new FileRow(
                new ImportRow(row.line(), presentFields.size() == imported.size() ? imported : presentFields, values),
                cells,
                problems.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", problems)));
    }

    @Override
    public List<String> headings() {
        return header;
    }

    @Override
    public Map<String, Field> mapped() {
        Map<String, Field> mapped = new LinkedHashMap<>();
        for (int i = 0; i < header.size(); i++) {
            String name = header.get(i);
            fields.get(i).ifPresent(field -> mapped.put(name, field));
        }
        return mapped;
    }

    @Override
    public List<String> unmapped() {
        List<String> unmapped = new ArrayList<>();
        for (int i = 0; i < header.size(); i++) {
            if (fields.get(i).isEmpty()) {
                unmapped.add(header.get(i).isEmpty() ? "column " + (i + 1) + " (without a name)" : header.get(i));
            }
        }
        return unmapped;
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
