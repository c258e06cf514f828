package heed.filters.json;

import java.lang.Character.UnicodeBlock;
import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Formats problems for an author: the location, the source line with a caret under it, and a sentence.
 *
 * <pre>
 * opt-out-france.json:5:16  /who/all/1/field
 *  |     { "field": "Email Optout", "operator": "equals", "value": false } ] },
 *  |                ^
 * there is no field "Email Optout". Did you mean "Email Opt Out"?
 * </pre>
 */
public final class ProblemText {
    private static final String TAB = "    ";
    private static final int MAX_WIDTH = 100;
    private static final int MAX_BEFORE_CARET = 60;
    private static final Set<UnicodeScript> WIDE_SCRIPTS =
            EnumSet.of(UnicodeScript.HAN, UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA, UnicodeScript.HANGUL);

    private ProblemText() {}

    /** Returns the problems of one file, like {@link #of(List, List)}. */
    public static String of(List<Problem> problems, SourceText source) {
        return of(problems, List.of(source));
    }

    /**
     * Returns the problems one below the other, separated by empty lines.
     *
     * @param sources the files that the problems are in; a problem in another file is shown without its line
     */
    public static String of(List<Problem> problems, List<SourceText> sources) {
        return of(problems, "", sources);
    }

    /** Returns the warnings in the same form, each with its sentence marked as a warning. */
    public static String ofWarnings(List<Problem> warnings, List<SourceText> sources) {
        return of(warnings, "warning: ", sources);
    }

    private static String of(List<Problem> problems, String mark, List<SourceText> sources) {
        Map<String, List<String>> linesByFile = new HashMap<>();
        sources.forEach(
                source -> linesByFile.put(source.name(), List.of(source.text().split("\r\n|\r|\n", -1))));
        return String.join(
                "\n",
                problems.stream()
                        .map(problem -> of(problem, mark, linesByFile.getOrDefault(problem.file(), List.of())))
                        .toList());
    }

    private static String of(Problem problem, String mark, List<String> lines) {
        StringBuilder text = new StringBuilder();
        text.append(displayable(problem.file()))
                .append(':')
                .append(problem.line())
                .append(':')
                .append(problem.column());
        if (!problem.pointer().isEmpty()) {
            text.append("  ").append(displayable(problem.pointer()));
        }
        text.append('\n');
        if (problem.line() <= lines.size() && !lines.get(problem.line() - 1).isBlank()) {
            appendExcerpt(lines.get(problem.line() - 1), problem.column(), text);
        }
        text.append(mark).append(problem.message()).append('.');
        problem.suggestion()
                .ifPresent(suggestion ->
                        text.append(" Did you mean ").append(suggestion).append('?'));
        return text.append('\n').toString();
    }

    /** Appends the source line, or the part of it around the column, and the caret below it. */
    private static void appendExcerpt(String line, int column, StringBuilder text) {
        int caret = bomLength(line);
        for (int character = 1; character < column && caret < line.length(); character++) {
            caret += Character.charCount(line.codePointAt(caret));
        }
        String before = line.substring(bomLength(line), caret);
        String after = line.substring(caret);
        if (line.length() > MAX_WIDTH * 2 || width(line) > MAX_WIDTH) {
            before = tail(before, MAX_BEFORE_CARET);
            after = head(after, MAX_WIDTH - width(before));
        }
        String leftEllipsis = bomLength(line) + before.length() < caret ? "…" : "";
        String rightEllipsis = caret + after.length() < line.length() ? "…" : "";
        text.append(" | ")
                .append(leftEllipsis)
                .append(displayable(before))
                .append(displayable(after))
                .append(rightEllipsis)
                .append('\n');
        text.append(" | ")
                .append(" ".repeat(leftEllipsis.length() + width(before)))
                .append("^\n");
    }

    /** Returns the longest end of the text that fits. */
    private static String tail(String text, int maxWidth) {
        int from = text.length();
        for (int width = 0; from > 0 && (width += width(text.codePointBefore(from))) <= maxWidth; ) {
            from = text.offsetByCodePoints(from, -1);
        }
        return text.substring(from);
    }

    /** Returns the longest beginning of the text that fits. */
    private static String head(String text, int maxWidth) {
        int to = 0;
        for (int width = 0; to < text.length() && (width += width(text.codePointAt(to))) <= maxWidth; ) {
            to = text.offsetByCodePoints(to, 1);
        }
        return text.substring(0, to);
    }

    private static int bomLength(String line) {
        return line.startsWith("\uFEFF") ? 1 : 0;
    }

    /** Returns the text as it is shown, with tabs as spaces and without characters that control a terminal. */
    private static String displayable(String text) {
        StringBuilder result = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (c == '\t') {
                result.append(TAB);
            } else {
                result.appendCodePoint(QuotedText.isVisible(c) ? c : 0xFFFD);
            }
        });
        return result.toString();
    }

    private static int width(String text) {
        return text.codePoints().map(ProblemText::width).sum();
    }

    /** Returns the number of terminal columns that the character occupies. */
    private static int width(int codePoint) {
        if (codePoint == '\t') {
            return TAB.length();
        } else if (codePoint < 0x300 || !QuotedText.isVisible(codePoint)) {
            return 1;
        }
        int type = Character.getType(codePoint);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        UnicodeBlock block = UnicodeBlock.of(codePoint);
        boolean wide = WIDE_SCRIPTS.contains(UnicodeScript.of(codePoint))
                || UnicodeBlock.CJK_SYMBOLS_AND_PUNCTUATION.equals(block)
                || (UnicodeBlock.HALFWIDTH_AND_FULLWIDTH_FORMS.equals(block) && codePoint < 0xFF61)
                || (codePoint >= 0x1F300 && codePoint <= 0x1FAFF);
        return wide ? 2 : 1;
    }
}
