package heed.model.text;

/** Classes of characters that end a line, control a terminal or change the direction of text. */
public final class ControlCharacters {
    private ControlCharacters() {}

    /**
     * Returns whether the code point is a control character, a line or paragraph separator, or half of a surrogate
     * pair.
     */
    public static boolean isControl(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                true;
            default -> false;
        };
    }

    /**
     * Returns whether the code point is a directional embedding, override or isolate (UAX #9, explicit directional
     * formatting characters). Such a character can reverse the text after it.
     */
    public static boolean isExplicitDirectional(int codePoint) {
        return (codePoint >= 0x202A && codePoint <= 0x202E) || (codePoint >= 0x2066 && codePoint <= 0x2069);
    }

    /** Returns whether the code point is a directional mark (UAX #9, implicit directional formatting characters). */
    public static boolean isImplicitDirectional(int codePoint) {
        return codePoint == 0x061C || codePoint == 0x200E || codePoint == 0x200F;
    }
}
