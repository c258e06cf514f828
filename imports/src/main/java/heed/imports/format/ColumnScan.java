package heed.imports.format;

import heed.model.field.TextKey;
import heed.model.field.ValueType;
import java.util.Optional;

/**
 * Looks at all cells of a column and finds the format that reads them. It keeps a few samples, not the cells. A cell
 * that no format reads says nothing: the import rejects its row. Not thread-safe.
 */
public abstract class ColumnScan {
    ColumnScan() {}

    /** Returns the scan of a column of a type; empty if a type has no formats that differ. */
    public static Optional<ColumnScan> of(ValueType type) {
        return switch (type) {
            case NUMBER -> Optional.of(new NumberScan());
            case DATE, DATE_TIME -> Optional.of(new DateScan());
            case TAGS -> Optional.of(new TagScan());
            case TEXT, YES_NO, COUNTRY -> Optional.empty();
        };
    }

    /** Adds a cell; a blank one says nothing. */
    public final void add(String cell, long line) {
        String text = TextKey.clean(cell);
        if (!text.isEmpty()) {
            addText(text, line);
        }
    }

    abstract void addText(String text, long line);

    /** Returns what the cells so far say. */
    public abstract ScanResult result();
}
