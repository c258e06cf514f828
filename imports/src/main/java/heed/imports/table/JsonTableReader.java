package heed.imports.table;

import heed.imports.table.JsonRow.JsonCell;
import heed.imports.text.TextFile;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads JSON Lines or a JSON array as a table: each name of a property is a column. A text instead of an object is a cell of
 * the column without a name.
 */
public final class JsonTableReader implements TableReader {
    private static final Pattern START = Pattern.compile("\\s*(?:\\{\\s*[\"}]|\\[\\s*[\\[{\"\\]])");
    private static final int MAX_START = 1_000;

    private final JsonRowReader rows;
    private final List<String> columns;

    private JsonTableReader(JsonRowReader rows, List<String> columns) {
        this.rows = rows;
        this.columns = columns;
    }

    /** Tests whether a text begins as JSON Lines or a JSON array of objects, texts or lists does. */
    public static boolean isJson(TextFile file) throws IOException {
        char[] start = new char[MAX_START];
        try (Reader text = file.open()) {
            int length = Math.max(0, text.read(start));
            return START.matcher(new String(start, 0, length)).lookingAt();
        }
    }

    /**
     * Reads the names of the columns, in the order in which they occur first.
     *
     * @throws heed.imports.text.InvalidImportException if an array is not valid JSON
     */
    public static List<String> readColumns(TextFile file) throws IOException {
        Set<String> names = new LinkedHashSet<>();
        try (JsonRowReader rows = new JsonRowReader(file.open())) {
            for (Optional<JsonRow> row = rows.next(); row.isPresent(); row = rows.next()) {
                row.get().cells().stream()
                        .filter(cell -> !cell.texts().isEmpty())
                        .map(JsonCell::name)
                        .forEach(names::add);
            }
        }
        return List.copyOf(names);
    }

    /** @param columns the names that {@link #readColumns} has returned */
    public static JsonTableReader open(TextFile file, List<String> columns) throws IOException {
        return new JsonTableReader(new JsonRowReader(file.open()), columns);
    }

    @Override
    public Optional<CsvRow> nextNonBlank() {
        try {
            Optional<CsvRow> row = rows.next().map(this::toRow);
            while (row.isPresent() && row.get().isBlank()) {
                row = rows.next().map(this::toRow);
            }
            return row;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CsvRow toRow(JsonRow row) {
        if (row.problem().isPresent() && !row.isText()) {
            return new CsvRow(row.line(), List.of(row.text()), row.problem());
        }
        List<String> cells = new ArrayList<>(Collections.nCopies(columns.size(), ""));
        for (JsonCell cell : row.cells()) {
            int column = columns.indexOf(cell.name());
            if (column >= 0 && !cell.texts().isEmpty()) {
                String before = cells.get(column);
                cells.set(column, before.isEmpty() ? cell.text() : before + ", " + cell.text());
            }
        }
        return new CsvRow(row.line(), cells, Optional.empty());
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
