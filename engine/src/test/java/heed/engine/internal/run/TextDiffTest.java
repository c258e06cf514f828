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
    void a_text_of_several_lines_in_a_definition_is_compared_by_its_lines() {
        assertThat(TextDiff.between("old", "\"Dear\\nAnn\\n\"", "new", "\"Dear\\nBob\\n\""))
                .containsExactly("--- old", "+++ new", "@@ -1,3 +1,3 @@", " \"Dear\\n", "-Ann\\n", "+Bob\\n", " \"");
    }

    @Test
    void long_texts_are_not_compared_line_by_line() {
        assertThat(TextDiff.between("a", "x\n".repeat(3_000), "b", "y\n".repeat(3_000)))
                .containsExactly("--- a", "+++ b", "(too long to be compared line by line)");
    }
}
