package heed.imports;

import heed.imports.columns.ColumnContents;
import heed.imports.columns.ColumnMapping;
import heed.imports.columns.ColumnMatch;
import heed.imports.columns.ColumnMatch.Kind;
import heed.imports.format.FormatOptions;
import heed.imports.table.CsvRow;
import heed.imports.table.FormulaEscaping;
import heed.imports.table.JsonRow;
import heed.imports.table.JsonRow.JsonCell;
import heed.imports.text.InvalidImportException;
import heed.model.field.Field;
import heed.model.field.StandardFields;
import heed.model.text.NumberText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The pass over a file that collects what its columns hold. */
final class TableScan {
    private static final int MAX_COLUMNS = 10_000;

    private final ColumnMapping mapping;
    private final FormatOptions formats;
    private final List<ColumnContents> contents = new ArrayList<>();
    private final Map<String, ColumnContents> contentsByName = new LinkedHashMap<>();
    /** The names of the JSON properties that are values of another one. */
    private final Set<String> nested = new HashSet<>();

    private List<ColumnContents> unsettled = List.of();
    private int[] unsettledPositions = {};
    private long rows;

    /** @param formats the formats that the user names */
    TableScan(ColumnMapping mapping, FormatOptions formats) {
        this.mapping = mapping;
        this.formats = formats;
    }

    void addHeader(List<String> header) {
        List<ColumnMatch> matches = resolve(header.stream().map(mapping::match).toList());
        for (int i = 0; i < header.size(); i++) {
            contents.add(new ColumnContents(header.get(i), matches.get(i), formats));
        }
        findUnsettled();
    }

    private void findUnsettled() {
        unsettled = contents.stream().filter(scan -> !scan.isSettled()).toList();
        unsettledPositions = unsettled.stream().mapToInt(contents::indexOf).toArray();
    }

    /** Adds a row of CSV. Cells of a row that is broken may belong to other columns, and are left out. */
    void add(CsvRow row) {
        List<String> cells = row.cells();
        if (row.problem().isPresent() || cells.size() != contents.size()) {
            return;
        }
        for (int i = 0; i < unsettledPositions.length; i++) {
            unsettled.get(i).add(row.line(), FormulaEscaping.unescape(cells.get(unsettledPositions[i])));
        }
        if (Long.bitCount(++rows) == 1) { // rarely, and often at the start
            findUnsettled();
        }
    }

    /** Adds a row of JSON. A text or a list instead of an object has no column. */
    void add(JsonRow row) {
        if (row.isText()) {
            return;
        }
        for (JsonCell cell : row.cells()) {
            ColumnContents scan = contentsByName.get(cell.name());
            if (scan == null) {
                scan = addName(cell.name());
            }
            for (String text : cell.texts()) {
                scan.add(row.line(), text);
            }
            if (cell.kind() == JsonRow.Kind.OBJECT) {
                row.cells().stream()
                        .map(JsonCell::name)
                        .filter(name -> name.startsWith(cell.name() + "."))
                        .forEach(nested::add);
            }
        }
    }

    private ColumnContents addName(String name) {
        if (contents.size() == MAX_COLUMNS) {
            throw new InvalidImportException(
                    "names",
                    "the file has more than " + NumberText.formatNumber(MAX_COLUMNS) + " names of properties; is"
                            + " one of its values used as a name?");
        }
        ColumnContents scan = new ColumnContents(name, mapping.match(name));
        contents.add(scan);
        contentsByName.put(name, scan);
        return scan;
    }

    /**
     * Known words give way to a column that has the field's own name. Of several known words for a field, the first one
     * counts, except for a flag, of which all do, and for Email, about which the user is asked.
     */
    private static List<ColumnMatch> resolve(List<ColumnMatch> matches) {
        Set<Field> named = matches.stream()
                .filter(match -> match.kind() == Kind.NAMED && !match.isFlag())
                .flatMap(match -> match.field().stream())
                .collect(Collectors.toSet());
        Set<Field> known = new HashSet<>();
        return matches.stream()
                .map(match -> match.kind() == Kind.KNOWN_WORD
                                && match.field()
                                        .filter(field -> named.contains(field)
                                                || (!match.isFlag()
                                                        && !field.equals(StandardFields.EMAIL)
                                                        && !known.add(field)))
                                        .isPresent()
                        ? match.unmatched()
                        : match)
                .toList();
    }

    /** Returns the names of the columns in the file's order. */
    List<String> names() {
        return contents.stream().map(ColumnContents::name).toList();
    }

    List<ColumnContents> contents() {
        return contents;
    }

    /** Returns the columns without nested properties that are not imported. */
    List<PlannedColumn> columns() {
        List<ColumnMatch> matches =
                resolve(contents.stream().map(ColumnContents::match).toList());
        List<PlannedColumn> columns = new ArrayList<>();
        for (int i = 0; i < contents.size(); i++) {
            ColumnContents scan = contents.get(i);
            if (matches.get(i).field().isPresent() || !nested.contains(scan.name())) {
                columns.add(new PlannedColumn(
                        scan.name(),
                        i,
                        matches.get(i),
                        matches.get(i).isFlag() ? scan.flag() : Optional.empty(),
                        scan.format(),
                        scan.samples(),
                        scan.hasDateOfFlag(),
                        scan.holdsAddresses()));
            }
        }
        return columns;
    }
}
