package heed.imports.table;

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
}
