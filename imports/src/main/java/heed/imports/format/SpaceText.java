package heed.imports.format;

/** SpaceText as spreadsheets and CLDR write them in numbers and dates: no-break, narrow and thin ones. */
final class SpaceText {
    private SpaceText() {}

    /** Returns the text with a plain space for each space of another kind. */
    static String toPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isSpecial(text.charAt(i))) {
                StringBuilder plain = new StringBuilder(text);
                for (int j = i; j < plain.length(); j++) {
                    if (isSpecial(plain.charAt(j))) {
                        plain.setCharAt(j, ' ');
                    }
                }
                return plain.toString();
            }
        }
        return text;
    }

    private static boolean isSpecial(char c) {
        return c != ' ' && (Character.isSpaceChar(c) || c == '\t');
    }
}
