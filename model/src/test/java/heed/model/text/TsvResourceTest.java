package heed.model.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TsvResourceTest {

    @Test
    void blank_lines_and_comments_are_left_out_and_empty_cells_are_kept() {
        assertThat(TsvResource.lines(TsvResourceTest.class, "table.tsv"))
                .extracting(TsvResource::cells)
                .containsExactly(new String[] {"a", "b"}, new String[] {"é", "", ""});
    }

    @Test
    void a_missing_resource_is_an_error_with_its_name() {
        assertThatThrownBy(() -> TsvResource.lines(TsvResourceTest.class, "missing.tsv"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the jar has no missing.tsv");
    }
}
