package heed.filters.json;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The reason why a text is not JSON, in an author's words. The parser provides the position, and the characters around
 * it show what the author most likely meant.
 *
 * @param offset the position of the error, which is not always where the parser stopped
 * @param message the reason
 */
record JsonSyntaxError(int offset, String message) {
    static final String TRAILING_CONTENT = "the JSON ended before this; a file holds one object";

    /**
     * Diagnoses the error of a text that is not JSON.
     *
     * @param start the offset where the JSON begins
     * @param errorOffset the offset where it stops being JSON
     */
    static JsonSyntaxError diagnose(String json, int start, int errorOffset) {
        ParseContext context = ParseContext.scan(json, start, errorOffset);
        if (errorOffset >= json.length()) {
            return new JsonSyntaxError(errorOffset, describeUnexpectedEnd(json, context));
        }
        char c = json.charAt(errorOffset);
        if (context.stringStart >= 0) {
            return new JsonSyntaxError(errorOffset, describeErrorInString(json, errorOffset));
        }
        boolean closing = c == '}' || c == ']';
        if (closing && context.lastChar == ',') {
            return new JsonSyntaxError(context.lastOffset, "a comma too many: no value follows it");
        }
        if (closing && context.openBrackets.isEmpty()) {
            return new JsonSyntaxError(errorOffset, QuotedText.of("" + c) + " closes nothing that was opened");
        }
        if (closing && json.charAt(context.openBrackets.getFirst()) != (c == '}' ? '{' : '[')) {
            return new JsonSyntaxError(
                    errorOffset,
                    "%s does not close the \"%s\" of %s"
                            .formatted(
                                    QuotedText.of("" + c),
                                    json.charAt(context.openBrackets.getFirst()),
                                    lineOf(json, context.openBrackets.getFirst())));
        }
        return new JsonSyntaxError(errorOffset, describeErrorOutsideString(json, errorOffset, c, context));
    }

    private static String describeUnexpectedEnd(String json, ParseContext context) {
        if (context.stringStart >= 0) {
            return "the file ends before the text that begins in " + lineOf(json, context.stringStart) + " is closed";
        }
        return context.openBrackets.isEmpty()
                ? "the file ends where a value is needed"
                : "the file ends before the \"%s\" of %s is closed"
                        .formatted(
                                json.charAt(context.openBrackets.getFirst()),
                                lineOf(json, context.openBrackets.getFirst()));
    }

    private static String describeErrorInString(String json, int errorOffset) {
        char c = json.charAt(errorOffset);
        if (c == '\n' || c == '\r') {
            return "the text is not closed on its line: a quote is missing, or a line break must be written as \\n";
        } else if (c == '\t') {
            return "a tab in a text is written \\t";
        } else if (c < ' ') {
            return "a control character in a text is written \\u%04x".formatted((int) c);
        } else if (json.charAt(errorOffset - 1) == '\\') {
            return "there is no escape \\" + c + "; a backslash is written \\\\";
        }
        return "\\u needs four hexadecimal digits";
    }

    private static String describeErrorOutsideString(String json, int errorOffset, char c, ParseContext context) {
        if (context.afterText(errorOffset) && "]}:,".indexOf(c) < 0 && !Character.isWhitespace(c)) {
            return (c == '"' ? "a comma is missing before this, or the text goes on: " : "the text ended before this: ")
                    + "a double quote inside a text is written \\\"";
        } else if (context.inNumber(json, errorOffset) || c == '+' || c == '.') {
            return "a number is written like 12, -0.5 or 1.5e3";
        } else if (c == '/' || c == '#') {
            return "JSON has no comments";
        } else if (c == '\'' || c == '“' || c == '”' || c == '‘' || c == '’' || c == '`') {
            return "text and names need straight double quotes";
        } else if (context.afterName) {
            return "a colon is missing between the name and its value";
        } else if (context.afterValue() && context.openBrackets.isEmpty()) {
            return TRAILING_CONTENT;
        } else if (context.afterValue()) {
            return "a comma is missing before this";
        } else if (c == ',') {
            return "a comma too many: no value precedes it";
        } else if (context.lastChar == ':') {
            return "a value is expected after the colon: \"text\", a number, true, false, null, { … } or [ … ]";
        } else if (context.inObject(json)) {
            return "the name of a property is expected here, in double quotes";
        }
        return "a value is expected here: \"text\", a number, true, false, null, { … } or [ … ]";
    }

    private static String lineOf(String json, int offset) {
        return "line " + json.substring(0, offset).split("\r\n|\r|\n", -1).length;
    }

    /** The state of the JSON before an offset. The JSON is correct up to that offset. */
    private static final class ParseContext {
        private final Deque<Integer> openBrackets = new ArrayDeque<>();
        private int stringStart = -1;
        private char lastChar = ' ';
        private int lastOffset = -1;
        private boolean afterName;

        static ParseContext scan(String json, int start, int end) {
            ParseContext context = new ParseContext();
            char separator = ' ';
            for (int i = start; i < end; i++) {
                char c = json.charAt(i);
                if (context.stringStart >= 0) {
                    if (c == '\\') {
                        i++;
                    } else if (c == '"') {
                        context.stringStart = -1;
                        context.afterName = context.inObject(json) && separator != ':';
                    }
                } else if (!Character.isWhitespace(c)) {
                    context.afterName = false;
                    switch (c) {
                        case '"' -> context.stringStart = i;
                        case '{', '[' -> {
                            context.openBrackets.push(i);
                            separator = c;
                        }
                        case '}', ']' -> {
                            context.openBrackets.poll();
                            separator = ':'; // a value precedes the next character, not a name
                        }
                        case ',', ':' -> separator = c;
                        default -> {}
                    }
                }
                if (!Character.isWhitespace(c)) {
                    context.lastChar = c;
                    context.lastOffset = i;
                }
            }
            return context;
        }

        boolean inObject(String json) {
            return !openBrackets.isEmpty() && json.charAt(openBrackets.getFirst()) == '{';
        }

        /** Returns whether a text, or a name, was closed directly before the offset. */
        boolean afterText(int offset) {
            return lastChar == '"' && lastOffset == offset - 1;
        }

        boolean afterValue() {
            return lastChar != ' ' && ",:[{".indexOf(lastChar) < 0;
        }

        /** Returns whether the error is inside a number that has begun and is malformed. */
        boolean inNumber(String json, int errorOffset) {
            int numberStart = errorOffset;
            while (numberStart > 0 && "+-.eE0123456789".indexOf(json.charAt(numberStart - 1)) >= 0) {
                numberStart--;
            }
            boolean isNumber = numberStart < errorOffset && "+-0123456789".indexOf(json.charAt(numberStart)) >= 0;
            return isNumber && (!Character.isDigit(lastChar) || Character.isLetterOrDigit(json.charAt(errorOffset)));
        }
    }
}
