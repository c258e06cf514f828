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
        int caretAt =
                line.offsetByCodePoints(0, Math.min(column - 1 + bom(line), line.codePointCount(0, line.length())));
        int start = Math.max(bom(line), caretAt - WIDEST * 2);
        List<String> before = cells(line.substring(start, caretAt));
        List<String> after = cells(line.substring(caretAt, Math.min(line.length(), caretAt + WIDEST * 2)));
        boolean whole = width(before) + width(after) <= WIDEST;
        int cut = 0;
        while (!whole && width(before.subList(cut, before.size())) > BEFORE_CARET) {
            cut++;
        }
        before = before.subList(cut, before.size());
        int end = after.size();
        while (!whole && width(before) + width(after.subList(0, end)) > WIDEST) {
            end--;
        }
        String left = cut > 0 ? "…" : "";
        String right = end < after.size() ? "…" : "";
        text.append(" | ").append(left).append(String.join("", before));
        text.append(String.join("", after.subList(0, end))).append(right).append('\n');
        text.append(" | ").append(" ".repeat(width(before) + left.length())).append("^\n");
    }

    private static int bom(String line) {
        return line.startsWith("\uFEFF") ? 1 : 0;
    }

    private static List<String> cells(String text) {
        return text.codePoints().mapToObj(ProblemText::cell).toList();
    }

    private static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().forEach(c -> shown.append(c == '\t' ? "\uFFFD" : cell(c)));
        return shown.toString();
    }

    /** A character as it is shown: tabs as four spaces, nothing that would steer a terminal. */
    private static String cell(int codePoint) {
        return codePoint == '\t' ? "    " : Quoted.visible(codePoint) ? Character.toString(codePoint) : "\uFFFD";
    }

    private static int width(List<String> cells) {
        return cells.stream().mapToInt(ProblemText::width).sum();
    }

    /** How many columns of a terminal it takes. */
    private static int width(String cell) {
        if (cell.length() == 4) {
            return 4;
        }
        int c = cell.codePointAt(0);
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
