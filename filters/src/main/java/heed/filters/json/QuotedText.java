package heed.filters.json;

/** What an author or prospect wrote, as a message shows it: on one line, cut, and without what would steer a terminal. */
public final class QuotedText {
    private static final int MAX_SHOWN = 60;

    private QuotedText() {}

    /** In double quotes, as JSON writes text; of long text the beginning. */
    public static String of(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        int end = text.length() <= MAX_SHOWN
                ? text.length()
                : text.offsetByCodePoints(0, text.codePointCount(0, MAX_SHOWN));
        for (int i = 0; i < end; ) {
            int codePoint = text.codePointAt(i);
            switch (codePoint) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (!isVisible(codePoint)) {
                        for (char unit : Character.toChars(codePoint)) {
                            quoted.append(String.format("\\u%04x", (int) unit));
                        }
                    } else {
                        quoted.appendCodePoint(codePoint);
                    }
                }
            }
            i += Character.charCount(codePoint);
        }
        return quoted.append(end < text.length() ? "…\"" : "\"").toString();
    }

    /** Neither a control character nor one that hides or turns round what stands near it. */
    static boolean isVisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> codePoint == 0x200D; // joins emoji
            default -> true;
        };
    }
}
