package heed.filters.json;

import java.lang.Character.UnicodeBlock;
import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Problems as an author reads them: the place, the source line with a caret under it, and a sentence.
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
    private static final int WIDEST = 100;
    private static final int BEFORE_CARET = 60;
    private static final Set<UnicodeScript> WIDE =
            EnumSet.of(UnicodeScript.HAN, UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA, UnicodeScript.HANGUL);

    private ProblemText() {}

    /** One below the other, with an empty line between. */
    public static String of(List<Problem> problems, SourceText source) {
        List<String> lines = List.of(source.text().split("\r\n|\r|\n", -1));
        return String.join(
                "\n", problems.stream().map(problem -> of(problem, lines)).toList());
    }

    private static String of(Problem problem, List<String> lines) {
        StringBuilder text = new StringBuilder();
        text.append(shown(problem.file()))
                .append(':')
                .append(problem.line())
                .append(':')
                .append(problem.column());
        if (!problem.pointer().isEmpty()) {
            text.append("  ").append(shown(problem.pointer()));
        }
        text.append('\n');
        if (problem.line() <= lines.size() && !lines.get(problem.line() - 1).isBlank()) {
            excerpt(lines.get(problem.line() - 1), problem.column(), text);
        }
        text.append(problem.message()).append('.');
        problem.suggestion()
                .ifPresent(right -> text.append(" Did you mean ").append(right).append('?'));
        return text.append('\n').toString();
    }

    /** The line, or what of it is around the column, and the caret below. */
    private static void excerpt(String line, int column, StringBuilder text) {
        int caret = bom(line);
        for (int character = 1; character < column && caret < line.length(); character++) {
            caret += Character.charCount(line.codePointAt(caret));
        }
        String before = line.substring(bom(line), caret);
        String after = line.substring(caret);
        if (line.length() > WIDEST * 2 || width(line) > WIDEST) {
            before = last(before, BEFORE_CARET);
            after = first(after, WIDEST - width(before));
        }
        String left = bom(line) + before.length() < caret ? "…" : "";
        String right = caret + after.length() < line.length() ? "…" : "";
        text.append(" | ")
                .append(left)
                .append(shown(before))
                .append(shown(after))
                .append(right)
                .append('\n');
        text.append(" | ").append(" ".repeat(left.length() + width(before))).append("^\n");
    }

    /** As much of the end as fits. */
    private static String last(String text, int most) {
        int from = text.length();
        for (int width = 0; from > 0 && (width += width(text.codePointBefore(from))) <= most; ) {
            from = text.offsetByCodePoints(from, -1);
        }
        return text.substring(from);
    }

    /** As much of the beginning as fits. */
    private static String first(String text, int most) {
        int to = 0;
        for (int width = 0; to < text.length() && (width += width(text.codePointAt(to))) <= most; ) {
            to = text.offsetByCodePoints(to, 1);
        }
        return text.substring(0, to);
    }

    private static int bom(String line) {
        return line.startsWith("\uFEFF") ? 1 : 0;
    }

    /** As it is shown: tabs as spaces, nothing that would steer a terminal. */
    private static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (c == '\t') {
                shown.append(TAB);
            } else {
                shown.appendCodePoint(Quoted.visible(c) ? c : 0xFFFD);
            }
        });
        return shown.toString();
    }

    private static int width(String text) {
        return text.codePoints().map(ProblemText::width).sum();
    }

    /** How many columns of a terminal it takes. */
    private static int width(int c) {
        if (c == '\t') {
            return TAB.length();
        } else if (c < 0x300 || !Quoted.visible(c)) {
            return 1;
        }
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        UnicodeBlock block = UnicodeBlock.of(c);
        boolean wide = WIDE.contains(UnicodeScript.of(c))
                || UnicodeBlock.CJK_SYMBOLS_AND_PUNCTUATION.equals(block)
                || (UnicodeBlock.HALFWIDTH_AND_FULLWIDTH_FORMS.equals(block) && c < 0xFF61)
                || (c >= 0x1F300 && c <= 0x1FAFF);
        return wide ? 2 : 1;
    }
}
