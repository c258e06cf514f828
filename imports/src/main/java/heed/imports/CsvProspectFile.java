package heed.imports;

import heed.imports.table.CsvRow;
import heed.imports.table.CsvRowReader;
import heed.imports.table.FormulaEscaping;
import heed.model.field.Field;
import heed.model.text.NumberText;
import java.io.IOException;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A CSV file of prospects: a header, and one row for each prospect. An empty cell leaves its field unchanged. */
final class CsvProspectFile implements ProspectFile {
    private final CsvRowReader rows;
    private final char delimiter;
    private final List<PlannedColumn> columns;
    private final List<ColumnReader> importedColumns;
    private final List<PlannedColumn> otherEmails;
    private final ZoneId zone;
    private final Map<List<Field>, List<Field>> fieldLists = new HashMap<>();

    /** @param rows begin behind the header */
    CsvProspectFile(CsvRowReader rows, char delimiter, List<PlannedColumn> columns, ZoneId zone) {
        this.rows = rows;
        this.delimiter = delimiter;
        this.columns = columns;
        this.importedColumns = columns.stream()
                .filter(column -> column.field().isPresent())
                .map(column -> new ColumnReader(column, zone))
                .toList();
        this.otherEmails =
                columns.stream().filter(PlannedColumn::hasOtherEmails).toList();
        this.zone = zone;
    }

    @Override
    public Optional<FileRow> next() {
        return rows.nextNonBlank()
                .map(row -> FileRow.read(
                        row.line(), row.cells(), () -> parse(row), () -> BrokenRowNoes.find(columns, row.cells())));
    }

    private FileRow parse(CsvRow row) {
        List<String> cells = row.cells();
        if (row.problem().isPresent()) {
            return FileRow.rejected(
                    row.line(),
                    cells,
                    new RowProblem("the row is not valid CSV", row.problem().get()),
                    cells.size() == 1
                            ? BrokenRowNoes.find(columns, cells.get(0), delimiter)
                            : BrokenRowNoes.find(columns, cells));
        }
        if (cells.size() != columns.size()) {
            return FileRow.rejected(
                    row.line(),
                    cells,
                    new RowProblem(
                            "the row has " + (cells.size() < columns.size() ? "fewer" : "more")
                                    + " cells than the header",
                            "has " + NumberText.formatCount(cells.size(), "cell") + " where the header has "
                                    + NumberText.formatCount(columns.size(), "column")),
                    BrokenRowNoes.find(columns, cells));
        }
        RowBuilder builder = new RowBuilder(zone, fieldLists);
        for (ColumnReader reader : importedColumns) {
            PlannedColumn column = reader.column();
            String cell = FormulaEscaping.unescape(cells.get(column.position()));
            if (column.flag().isPresent()) {
                builder.addFlag(column.flag().get(), cell, reader.readFlag(cell));
            } else {
                builder.add(column.field().orElseThrow(), cell, reader);
            }
        }
        for (PlannedColumn column : otherEmails) {
            builder.addOtherEmails(cells.get(column.position()));
        }
        return builder.build(row.line(), cells);
    }

    @Override
    public List<String> headings() {
        return columns.stream().map(PlannedColumn::name).toList();
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
