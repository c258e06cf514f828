package heed.imports;

import heed.imports.columns.FieldValues;
import heed.imports.columns.FlagReading;
import heed.imports.columns.FoundFormat;
import heed.imports.columns.KnownCells;
import heed.imports.format.ColumnFormat;
import heed.model.field.Field;
import heed.model.field.Value;
import java.time.ZoneId;
import java.util.Optional;

/** Reads the cells of a column of a CSV file; a text that many rows have is read once. Not thread-safe. */
final class ColumnReader {
    private final PlannedColumn column;
    private final Optional<ColumnFormat> format;
    private final ZoneId zone;
    private final KnownCells<Optional<Value>> values = new KnownCells<>();
    private final KnownCells<FlagReading> flags = new KnownCells<>();

    ColumnReader(PlannedColumn column, ZoneId zone) {
        this.column = column;
        this.format = column.format().map(FoundFormat::format);
        this.zone = zone;
    }

    PlannedColumn column() {
        return column;
    }

    /**
     * Reads a cell of a column that is a field.
     *
     * @return the value; empty if the cell is blank
     * @throws heed.model.prospect.ValueReader.WrongValueException if the cell is not a value of the field
     */
    Optional<Value> read(Field field, String cell) {
        Optional<Value> value = values.find(cell);
        if (value == null) {
            value = FieldValues.read(field, cell, zone, format);
            values.put(cell, value);
        }
        return value;
    }

    /** Reads a cell of a column that is a flag. */
    FlagReading readFlag(String cell) {
        FlagReading reading = flags.find(cell);
        if (reading == null) {
            reading = column.flag().orElseThrow().read(cell);
            flags.put(cell, reading);
        }
        return reading;
    }
}
