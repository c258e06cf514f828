package heed.imports.table;

import java.util.List;
import java.util.Optional;

/**
 * A row of a JSON Lines file.
 *
 * @param line the line of the row, counted from 1
 * @param text the row itself
 * @param cells its values in their order; nested objects are flattened to {@code outer.inner}. If the row has a problem,
 *     the values before it
 * @param problem why the row cannot be used
 */
public record JsonRow(long line, String text, List<JsonCell> cells, Optional<String> problem) {
    /** Tests whether the row is a single text, which is then its only cell and has no name, instead of an object. */
    public boolean isText() {
        return cells.size() == 1 && cells.get(0).name().isEmpty();
    }

    /**
     * A value of a row.
     *
     * @param texts the text of a value, the texts of a list, or nothing for null and an object
     */
    public record JsonCell(String name, Kind kind, List<String> texts) {
        /** Returns the text of a value; the texts of a list, separated by commas. */
        public String text() {
            return texts.size() == 1 ? texts.get(0) : String.join(", ", texts);
        }
    }

    /** The kinds of values. */
    public enum Kind {
        NULL,
        TEXT,
        /** A list of texts only. */
        TEXTS,
        /** Another list. */
        LIST,
        /** An object, whose own values follow as cells. */
        OBJECT
    }
}
