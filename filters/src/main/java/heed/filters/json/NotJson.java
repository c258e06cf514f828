package heed.filters.json;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Why a text is not JSON, in an author's words: the parser says where, and what stands around that place says what was
 * most likely meant.
 *
 * @param offset of the mistake, which is not always where the parser gave up
 */
record NotJson(int offset, String message) {
    static final String MORE = "the JSON ended before this; a file holds one object";

    /**
     * @param start where the JSON begins
     * @param wrong where it stops being JSON
     */
    static NotJson at(String json, int start, int wrong) {
        Context context = Context.before(json, start, wrong);
        if (wrong >= json.length()) {
            return new NotJson(wrong, ended(json, context));
        }
        char c = json.charAt(wrong);
        if (context.textAt >= 0) {
            return new NotJson(wrong, inText(json, wrong));
        }
        boolean closing = c == '}' || c == ']';
        if (closing && context.last == ',') {
            return new NotJson(context.lastAt, "a comma too many: nothing follows it");
        }
        if (closing && context.open.isEmpty()) {
            return new NotJson(wrong, "nothing is open here that " + Quoted.of("" + c) + " could close");
        }
        if (closing && json.charAt(context.open.getFirst()) != (c == '}' ? '{' : '[')) {
            return new NotJson(
                    wrong,
                    "%s does not close the \"%s\" of %s"
                            .formatted(
                                    Quoted.of("" + c),
                                    json.charAt(context.open.getFirst()),
                                    line(json, context.open.getFirst())));
        }
        return new NotJson(wrong, elsewhere(json, wrong, c, context));
    }

    private static String ended(String json, Context context) {
        if (context.textAt >= 0) {
            return "the file ends before the text that begins in " + line(json, context.textAt) + " is closed";
        }
        return context.open.isEmpty()
                ? "the file ends where a value is needed"
                : "the file ends before the \"%s\" of %s is closed"
                        .formatted(json.charAt(context.open.getFirst()), line(json, context.open.getFirst()));
    }

    private static String inText(String json, int wrong) {
        char c = json.charAt(wrong);
        if (c == '\n' || c == '\r') {
            return "the text is not closed in its line: a quote is missing, or a line break is to be written \\n";
        } else if (c == '\t') {
            return "a tab within text is written \\t";
        } else if (c < ' ') {
            return "a control character within text is written \\u%04x".formatted((int) c);
        } else if (json.charAt(wrong - 1) == '\\') {
            return "there is no escape \\" + c + "; a backslash is written \\\\";
        }
        return "four hexadecimal digits belong behind \\u";
    }

    private static String elsewhere(String json, int wrong, char c, Context context) {
        if (context.inNumber(json, wrong) || c == '+' || c == '.') {
            return "a number is written like 12, -0.5 or 1.5e3";
        } else if (c == '/' || c == '#') {
            return "JSON has no comments";
        } else if (c == '\'' || c == '“' || c == '”' || c == '‘' || c == '’' || c == '`') {
            return "text and names stand in straight double quotes";
        } else if (context.afterName) {
            return "a colon is missing between the name and its value";
        } else if (context.afterValue() && context.open.isEmpty()) {
            return MORE;
        } else if (context.afterValue()) {
            return "a comma is missing before this";
        } else if (c == ',') {
            return "a comma too many: nothing is before it";
        } else if (context.last == ':') {
            return "behind the colon belongs a value: \"text\", a number, true, false, null, { … } or [ … ]";
        } else if (context.inObject(json)) {
            return "here belongs the name of a property, in double quotes";
        }
        return "here belongs a value: \"text\", a number, true, false, null, { … } or [ … ]";
    }

    private static String line(String json, int offset) {
        return "line " + json.substring(0, offset).split("\r\n|\r|\n", -1).length;
    }

    /** What stands before a place in JSON that is right up to there. */
    private static final class Context {
        private final Deque<Integer> open = new ArrayDeque<>();
        private int textAt = -1;
        private char last = ' ';
        private int lastAt = -1;
        private boolean afterName;

        static Context before(String json, int start, int end) {
            Context context = new Context();
            char separator = ' ';
            for (int i = start; i < end; i++) {
                char c = json.charAt(i);
                if (context.textAt >= 0) {
                    if (c == '\\') {
                        i++;
                    } else if (c == '"') {
                        context.textAt = -1;
                        context.afterName = context.inObject(json) && separator != ':';
                    }
                } else if (!Character.isWhitespace(c)) {
                    context.afterName = false;
                    switch (c) {
                        case '"' -> context.textAt = i;
                        case '{', '[' -> {
                            context.open.push(i);
                            separator = c;
                        }
                        case '}', ']' -> {
                            context.open.poll();
                            separator = ':'; // what follows is behind a value, not behind a name
                        }
                        case ',', ':' -> separator = c;
                        default -> {}
                    }
                }
                if (!Character.isWhitespace(c)) {
                    context.last = c;
                    context.lastAt = i;
                }
            }
            return context;
        }

        boolean inObject(String json) {
            return !open.isEmpty() && json.charAt(open.getFirst()) == '{';
        }

        boolean afterValue() {
            return last != ' ' && ",:[{".indexOf(last) < 0;
        }

        /** Within a number that has begun and is not right. */
        boolean inNumber(String json, int wrong) {
            int begin = wrong;
            while (begin > 0 && "+-.eE0123456789".indexOf(json.charAt(begin - 1)) >= 0) {
                begin--;
            }
            boolean number = begin < wrong && "+-0123456789".indexOf(json.charAt(begin)) >= 0;
            return number && (!Character.isDigit(last) || Character.isLetterOrDigit(json.charAt(wrong)));
        }
    }
}
