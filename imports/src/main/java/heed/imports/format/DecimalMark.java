package heed.imports.format;

import heed.imports.text.InvalidImportException;

/** The character before the fraction of a number. The other one, a space or an apostrophe may group its digits. */
public enum DecimalMark {
    POINT('.', ','),
    COMMA(',', '.');

    private final char character;
    private final char group;

    DecimalMark(char character, char group) {
        this.character = character;
        this.group = group;
    }

    char character() {
        return character;
    }

    /** Returns the other mark, which groups digits. */
    char group() {
        return group;
    }

    /**
     * Returns the mark that is a point or a comma.
     *
     * @throws InvalidImportException if the text is neither
     */
    public static DecimalMark parse(String text) {
        return switch (text.strip()) {
            case ".", "point" -> POINT;
            case ",", "comma" -> COMMA;
            default -> throw new InvalidImportException("decimal", "--decimal must be . or , and not \"" + text + "\"");
        };
    }
}
