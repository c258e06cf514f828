package heed.imports;

import heed.imports.columns.FoundFormat;
import heed.imports.table.CsvRow;
import heed.imports.table.CsvRowReader;
import heed.imports.table.FormulaEscaping;
import heed.model.field.Field;
import heed.model.prospect.ProspectFlag;
import heed.model.text.NumberText;
import java.io.IOException;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A CSV file of prospects: a header, and one row for each prospect. An empty cell leaves its field unchanged. */
final class CsvProspectFile implements ProspectFile {
    private final CsvRowReader rows;
    private final char delimiter;
    private final ZoneId zone;
    private final List<PlannedColumn> columns;
    /** The fields of all imported columns. Rows without empty cells, which most rows are, share this list. */
    private final List<Field> usualFields;

    /** @param rows begin behind the header */
    CsvProspectFile(CsvRowReader rows, char delimiter, List<PlannedColumn> columns, ZoneId zone) {
        this.rows = rows;
        this.delimiter = delimiter;
        this.columns = columns;
        this.zone = zone;
        Set<Field> usual = new LinkedHashSet<>();
        columns.stream()
                .filter(column -> column.flag().isEmpty())
                .forEach(column -> column.field().ifPresent(usual::add));
        for (ProspectFlag flag : ProspectFlag.values()) { // in the order of RowBuilder
            if (columns.stream().anyMatch(column -> column.match().is(flag.field()))) {
                usual.add(flag.field());
            }
        }
        this.usualFields = List.copyOf(usual);
    }

    @Override
    public Optional<FileRow> next() {
        return rows.nextNonBlank().map(this::parse);
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
        RowBuilder builder = new RowBuilder(zone, usualFields);
        for (int i = 0; i < cells.size(); i++) {
            PlannedColumn column = columns.get(i);
            if (column.flag().isPresent()) {
                builder.addFlag(column.flag().get(), FormulaEscaping.unescape(cells.get(i)));
            } else if (column.field().isPresent()) {
                builder.add(
                        column.field().get(),
                        FormulaEscaping.unescape(cells.get(i)),
                        column.format().map(FoundFormat::format));
            }
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
