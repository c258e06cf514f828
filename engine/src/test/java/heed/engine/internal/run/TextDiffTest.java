package heed.engine.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextDiffTest {

    @Test
    void changed_lines_are_listed_with_their_context() {
        assertThat(TextDiff.between("old", "a\nb\nc", "new", "a\nB\nc"))
                .containsExactly("--- old", "+++ new", "@@ -1,3 +1,3 @@", " a", "-b", "+B", " c");
    }

    @Test
    void long_texts_are_not_compared_line_by_line() {
        assertThat(TextDiff.between("a", "x\n".repeat(3_000), "b", "y\n".repeat(3_000)))
                .containsExactly("--- a", "+++ b", "(too long to be compared line by line)");
    }
}
