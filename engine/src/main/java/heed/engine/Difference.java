package heed.engine;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.util.List;

/** What was edited between two texts, for people: a unified diff. */
final class Difference {
    private static final int LINES_AROUND = 3;
    private static final int MOST_LINES = 4_000;

    private Difference() {}

    static List<String> between(String nameBefore, String before, String nameAfter, String after) {
        List<String> old = lines(before);
        List<String> now = lines(after);
        if (old.size() + now.size() > MOST_LINES) { // comparing them takes the square of that
            return List.of("--- " + nameBefore, "+++ " + nameAfter, "(too long to be compared line by line)");
        }
        return UnifiedDiffUtils.generateUnifiedDiff(nameBefore, nameAfter, old, DiffUtils.diff(old, now), LINES_AROUND);
    }

    private static List<String> lines(String text) {
        return List.of(text.split("\n", -1));
    }
}
