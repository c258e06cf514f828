package heed.engine.internal.run;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.util.List;

/** Compares two texts for people to read. */
final class TextDiff {
    private static final int CONTEXT_LINES = 3;
    private static final int MAX_LINES = 4_000;

    private TextDiff() {}

    /** Returns the unified diff of two texts, line by line; only its header if the texts are too long to compare. */
    static List<String> between(String nameBefore, String before, String nameAfter, String after) {
        List<String> beforeLines = lines(before);
        List<String> afterLines = lines(after);
        if (beforeLines.size() + afterLines.size() > MAX_LINES) { // the comparison takes quadratic time
            return List.of("--- " + nameBefore, "+++ " + nameAfter, "(too long to be compared line by line)");
        }
        return UnifiedDiffUtils.generateUnifiedDiff(
                nameBefore, nameAfter, beforeLines, DiffUtils.diff(beforeLines, afterLines), CONTEXT_LINES);
    }

    /** Returns the lines of a definition and of the texts in it, which have {@code \\n} at the end of a line. */
    private static List<String> lines(String text) {
        return List.of(text.split("\n|(?<=\\\\n)", -1));
    }
}
