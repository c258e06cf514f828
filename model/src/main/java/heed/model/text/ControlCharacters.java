package heed.model.text;

/** The characters that act on the text around them instead of being shown. Thread-safe. */
public final class ControlCharacters {
    private ControlCharacters() {}

    /**
     * Returns whether a code point is a control character (line breaks among them), a line or paragraph separator, or
     * one half of a surrogate pair.
     */
    public static boolean isControl(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                true;
            default -> false;
        };
    }

    /**
     * Returns whether a code point is an embedding, override or isolate of UAX #9, which changes the reading direction.
     */
    public static boolean isDirectionChange(int codePoint) {
        return (codePoint >= 0x202A && codePoint <= 0x202E) || (codePoint >= 0x2066 && codePoint <= 0x2069);
    }
}
