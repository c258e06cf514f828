package heed.model.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads tables from the class path: UTF-8, one row a line, cells separated by tabs, comments after {@code #}. Thread-safe. */
public final class TsvResource {
    private TsvResource() {}

    /**
     * Returns the rows of a table in their order, without comments and blank lines.
     *
     * @param owner the class that the table stands beside
     * @throws IllegalStateException if there is no such table
     */
    public static List<String> readRows(Class<?> owner, String name) {
        try (InputStream file = owner.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException("the jar has no " + name);
            }
            return new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns the cells of a row.
     *
     * @throws IllegalArgumentException if their number is not the given one
     */
    public static List<String> cells(String row, int columns) {
        List<String> cells = List.of(row.split("\t", -1));
        if (cells.size() != columns) {
            throw new IllegalArgumentException("a row has " + columns + " columns: " + row);
        }
        return cells;
    }
}
