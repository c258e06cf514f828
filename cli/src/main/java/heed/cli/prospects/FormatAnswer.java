package heed.cli.prospects;

import heed.filters.json.QuotedText;
import heed.imports.PlannedColumn;
import heed.imports.columns.FoundFormat;
import heed.imports.format.ColumnFormat;
import heed.imports.format.ScanResult;
import heed.model.field.Field;
import heed.model.field.ValueType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The format in which a column was read, in answers as JSON.
 *
 * @param format as the option for it is typed
 * @param cell the cell that settled the format; empty if an option named it
 * @param line the line of that cell
 */
record FormatAnswer(String column, String field, String format, Optional<String> cell, Optional<Long> line) {
    /** Returns the formats that an option names or a cell has settled. */
    static List<FormatAnswer> of(List<PlannedColumn> columns) {
        return columns.stream().flatMap(FormatAnswer::of).toList();
    }

    private static Stream<FormatAnswer> of(PlannedColumn column) {
        return column
                .format()
                .filter(found -> found.named() || found.decisive().isPresent())
                .map(found -> new FormatAnswer(
                        column.name(),
                        field(column).label(),
                        found.format().text(field(column).type()),
                        found.decisive().map(ScanResult.Sample::text),
                        found.decisive().map(ScanResult.Sample::line)))
                .stream();
    }

    /** Returns a sentence for each format that cells have settled and that is not the one that Heed writes. */
    static List<String> sentences(List<PlannedColumn> columns) {
        return columns.stream().flatMap(FormatAnswer::sentence).toList();
    }

    private static Stream<String> sentence(PlannedColumn column) {
        Optional<FoundFormat> found = column.format()
                .filter(format -> field(column).type() == ValueType.DATE
                        || field(column).type() == ValueType.DATE_TIME
                        || !format.format().equals(ColumnFormat.STANDARD));
        return found
                .flatMap(FoundFormat::decisive)
                .map(cell -> "the column " + QuotedText.of(column.displayName()) + " is read as "
                        + field(column).type().id() + " "
                        + QuotedText.of(found.get().format().text(field(column).type())) + ", as in line "
                        + cell.line() + ": " + QuotedText.of(cell.text()) + ".")
                .stream();
    }

    private static Field field(PlannedColumn column) {
        return column.field().orElseThrow();
    }
}
