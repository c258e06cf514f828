package heed.model.text;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Texts in one line, with tabs between them. A backslash, a tab, a line feed and a carriage return in a text are written as
 * {@code \\}, {@code \t}, {@code \n} and {@code \r}, so that every text can be stored.
 */
public final class TabbedLine {
    private TabbedLine() {}

    /** Returns the line, without a line feed at its end. */
    public static String write(List<String> texts) {
        return texts.stream().map(TabbedLine::escape).collect(Collectors.joining("\t"));
    }

    /** Returns the texts of a line; an empty line has one empty text. */
    public static List<String> read(String line) {
        List<String> texts = new ArrayList<>();
        for (String cell : line.split("\t", -1)) {
            texts.add(unescape(cell));
        }
        return texts;
    }

    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> escaped.append("\\\\");
                case '\t' -> escaped.append("\\t");
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }

    private static String unescape(String cell) {
        StringBuilder text = new StringBuilder(cell.length());
        boolean escaped = false;
        for (int i = 0; i < cell.length(); i++) {
            char c = cell.charAt(i);
            if (c == '\\' && !escaped) {
                escaped = true;
                continue;
            }
            text.append(!escaped ? c : c == 't' ? '\t' : c == 'n' ? '\n' : c == 'r' ? '\r' : c);
            escaped = false;
        }
        return text.toString();
    }
}
