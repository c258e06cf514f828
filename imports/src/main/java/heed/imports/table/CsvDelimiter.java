package heed.imports.table;

import heed.imports.text.InvalidImportException;
import heed.imports.text.TextFile;
import java.io.IOException;
import java.util.function.Predicate;

/** The character that separates the cells of a CSV file. */
public enum CsvDelimiter {
    COMMA(',', "commas"),
    SEMICOLON(';', "semicolons"),
    TAB('\t', "tabs"),
    PIPE('|', "vertical bars");

    private final char character;
    private final String description;

    CsvDelimiter(char character, String description) {
        this.character = character;
        this.description = description;
    }

    /** Returns its name in the plural. */
    String description() {
        return description;
    }

    /** Returns the character. */
    public char character() {
        return character;
    }

    /**
     * Returns the delimiter with which the header names the most fields; if it names none, the one that gives the most
     * columns.
     *
     * @param namesField whether a cell of the header names a field
     * @throws InvalidImportException if the header names the same number of fields with two delimiters
     */
    public static CsvDelimiter detect(TextFile file, Predicate<String> namesField) throws IOException {
        return CsvLayout.detect(file, namesField).delimiter();
    }
}
